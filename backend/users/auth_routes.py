"""`auth/…`: before there is a sign-in, and its ends."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from backend.deps import ServicesDep, SessionDep
from backend.documented import errors
from backend.users import resets, service, sessions
from backend.users.origin import OriginDep
from backend.users.schemas import ForgotIn, LogInIn, RefreshIn, ResetIn, SignedInOut, SignUpIn


async def never_stored(response: Response) -> None:
    """Tokens stay out of every cache on the way."""
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(prefix="/auth", tags=["auth"], dependencies=[Depends(never_stored)])


@router.post("/signup", status_code=201, summary="Sign up", responses=errors(409))
async def sign_up(given: SignUpIn, services: ServicesDep, origin: OriginDep) -> SignedInOut:
    """Makes a customer's account and signs in. 409 `email_taken` when there is one with this e-mail."""
    return await service.sign_up(services, given, origin)


@router.post("/login", summary="Log in", responses=errors(401))
async def log_in(given: LogInIn, services: ServicesDep, origin: OriginDep) -> SignedInOut:
    """401 `invalid_credentials` for an unknown e-mail and for a wrong password alike; 429 after too many of either."""
    return await service.log_in(services, given, origin)


@router.post("/refresh", summary="Get the next tokens", responses=errors(401))
async def refresh_tokens(given: RefreshIn, services: ServicesDep) -> SignedInOut:
    """Each refresh token works once. 401 `refresh_invalid`: unknown, expired or ended; `refresh_reused`: it was used
    before, and the sign-in has been ended for safety; `refresh_raced`: another request used it at the same moment and
    has the next tokens."""
    return await sessions.refresh(services, given.refresh_token)


@router.post("/logout", status_code=204, summary="Log out", responses=errors())
async def log_out(given: RefreshIn, session: SessionDep) -> None:
    """Ends the sign-in that the refresh token belongs to. An unknown token is fine too: there is nothing to end."""
    await sessions.end_session_of(session, given.refresh_token)


@router.post("/password/forgot", status_code=202, summary="Ask for a link to a new password", responses=errors())
async def forgot_password(given: ForgotIn, services: ServicesDep) -> None:
    """Always 202: whether there is an account stays between us and its owner, who gets an e-mail."""
    await resets.ask_for_reset(services, given.email)


@router.post("/password/reset", status_code=204, summary="Choose a new password by the link", responses=errors(400))
async def reset_password(given: ResetIn, services: ServicesDep) -> None:
    """Ends every sign-in. 400 `reset_token_invalid`, `reset_token_used` or `reset_token_expired`."""
    await resets.reset_password(services, given)

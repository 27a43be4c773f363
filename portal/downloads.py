"""Files for the signed-in person, passed on from the backend as they come."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from portal.access import SESSION_COOKIE, Access
from portal.errors import ApiError, PortalError, SignedOut
from portal.i18n.catalogue import best_language, say
from portal.settings import settings

DOWNLOAD = "/my-data"
_REFUSED = (401, 403)
_NOT_KEPT = {"Cache-Control": "no-store"}


async def my_data(request: Request) -> Response:
    """`GET /my-data`: everything that is kept about who is signed in, as a file. Only for a request of our own page:
    the cookie does not come along from others. The page asks only when it could be had a moment ago."""
    language = request.cookies.get("language") or best_language(request.headers.get("accept-language", ""))
    cookie = request.cookies.get(SESSION_COOKIE, "")
    try:
        answer = await Access(cookie, language, _address(request)).open_file("me/export")
    except PortalError as error:
        refused = isinstance(error, SignedOut) or (isinstance(error, ApiError) and error.status in _REFUSED)
        return Response(status_code=401 if refused else 503, headers=_NOT_KEPT)
    name = f"{say('profile.data.file', language)}-{datetime.now(UTC):%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **_NOT_KEPT}
    return StreamingResponse(
        answer.aiter_bytes(), headers=headers, media_type="application/json", background=BackgroundTask(answer.aclose)
    )


def _address(request: Request) -> str:
    """Where the person is, as Reflex tells it of a page: behind our proxies, what the outermost of them noted."""
    hops = settings().portal_proxy_hops
    noted = [one.strip() for one in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if one.strip()]
    if hops and len(noted) >= hops:
        return noted[-hops]
    return request.client.host if request.client else ""

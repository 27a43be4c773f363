"""One JSON shape for everything that is not what the client hoped for."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from psycopg.errors import ForeignKeyViolation
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from backend.errors import AppError, NotFound, Unavailable

logger = logging.getLogger(__name__)
CODES = {400: "bad_request", 401: "not_authenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
         413: "body_too_large", 415: "unsupported_media_type", 422: "invalid", 429: "too_many_requests"}  # fmt: skip


class ErrorBody(BaseModel):
    """What went wrong: `code` for programs, `message` for people, `request_id` for the log."""

    code: str
    message: str
    details: dict[str, Any] | None = None
    request_id: str


class ErrorOut(BaseModel):
    error: ErrorBody


def add_handlers(app: FastAPI) -> None:
    """Every error leaves in the same shape."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(PoolTimeout, _database_error)
    app.add_exception_handler(Exception, _unexpected)


def error_response(
    request: Request,
    status: int,
    code: str,
    message: str,
    *,
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    error = {"code": code, "message": message, "request_id": request.scope.get("request_id", "")}
    if details:
        error["details"] = dict(details)
    return JSONResponse({"error": error}, status_code=status, headers=dict(headers or {}))


async def _app_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    return error_response(
        request, error.status, error.code, error.message, details=error.details, headers=error.headers
    )


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # FastAPI's word for a body that is no text or nested without end
        return error_response(request, 422, "invalid", "the body is not valid JSON")
    code, headers = CODES.get(error.status_code, "error"), error.headers
    if error.status_code == 405:
        headers = {"Allow": ", ".join(sorted(_methods(request)))}
    return error_response(request, error.status_code, code, str(error.detail), headers=headers)


def _methods(request: Request) -> set[str]:
    """All that the path is served with; the router's own `Allow` has only those of the first route that fits."""
    path = request.scope["path"]
    fitting = (route for route in iter_route_contexts(request.app.routes) if route.path_regex.match(path))
    return {method for route in fitting for method in route.methods or ()}


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    """Which field and why; the value itself is not sent back or logged, it may be a password."""
    assert isinstance(error, RequestValidationError)
    problems = [{"field": _field(e["loc"]), "problem": _sayable(e["msg"])} for e in error.errors()[:20]]
    message = "; ".join(f"{p['field']}: {p['problem']}" for p in problems[:3]) or "the request is not valid"
    return error_response(request, 422, "invalid", message, details={"problems": problems})


def _field(place: Sequence[object]) -> str:
    """Where in the request, `body.title`; the names in it may be the client's own."""
    return ".".join(_sayable(str(part))[:100] for part in place)


def _sayable(text: str) -> str:
    """`text` as UTF-8 can carry it: half of a surrogate pair, which JSON can spell, is spelled out."""
    return text.encode(errors="backslashreplace").decode()


async def _database_error(request: Request, error: Exception) -> JSONResponse:
    """The database is away or has no connection to spare: worth another try. What a row refers to is gone: it was
    erased a moment ago. Anything else is our mistake."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, ForeignKeyViolation):
        return await _app_error(request, NotFound("this has been deleted a moment ago"))
    away = isinstance(error, OperationalError | InterfaceError | PoolTimeout)
    if not away and not (isinstance(error, DBAPIError) and error.connection_invalidated):
        return await _unexpected(request, error)
    logger.warning("the database is not available: %s", type(error).__name__)
    told = Unavailable("the database is not available right now; try again")
    return await _app_error(request, told)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.error("an unexpected error", exc_info=error)
    request.scope["error_logged"] = True
    return error_response(request, 500, "internal", "something went wrong on our side")

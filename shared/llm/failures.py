"""What the SDK raises, as the errors of `shared.llm.errors`: what it means and what to do about it."""

from __future__ import annotations

from typing import Any, NamedTuple

import httpx2
import openai

from shared.llm.errors import (
    BadRequest,
    ModelError,
    ModelRetired,
    ModelTimeout,
    ModelUnavailable,
    NotAuthenticated,
    RateLimited,
)
from shared.llm.retries import asked_delay

_GONE = frozenset({"model_not_found", "model_deprecated", "model_retired", "model_shutdown", "unsupported_model"})
_NO_CREDIT = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


class Failure(NamedTuple):
    """An error, whether another try may mend it, how long the server asks to wait (seconds), and whether the
    attempt may have been billed although no answer came."""

    error: ModelError
    retry: bool = False
    asked_sec: float | None = None
    maybe_billed: bool = False


def failure_of(error: Exception, model: str) -> Failure:
    """Any error of the SDK, of the connection or of an answer's body."""
    match error:
        case ModelError():
            return Failure(error)
        case openai.APIStatusError():
            return _status_failure(error, model)
        case openai.APITimeoutError() | TimeoutError() | httpx2.TimeoutException():
            message = f"{model} did not answer in time; try again later or raise OPENAI_TIMEOUT_SEC"
            return Failure(ModelTimeout(message), retry=True, maybe_billed=True)
        case openai.APIConnectionError():
            return _connection_failure(error, model)
        case httpx2.TransportError():
            return _broken_off(model)
        case openai.APIError():
            return reported_failure(error.code, error.message, model)
        case _:
            # A body that is not the protocol's: a proxy's page, a broken event.
            message = f"{model} sent something that is not an answer ({type(error).__name__}: {error})"
            return Failure(ModelUnavailable(message), retry=True, maybe_billed=True)


def reported_failure(code: str | None, message: str, model: str) -> Failure:
    """An error that came inside an answer: a failed response or an `error` event."""
    if code == "rate_limit_exceeded":
        return Failure(RateLimited(f"{model} is over its rate limit: {message}"), retry=True)
    if code in ("invalid_prompt", "bio_policy", "misalignment_policy_violation", "data_residency_mismatch"):
        return Failure(BadRequest(f"{model} does not accept the request: {message}"))
    return Failure(ModelUnavailable(f"{model} failed while answering: {message}"), retry=True, maybe_billed=True)


def _connection_failure(error: openai.APIConnectionError, model: str) -> Failure:
    url = error.request.url
    if isinstance(error.__cause__, httpx2.ConnectError):
        message = f"nothing answers at {url.scheme}://{url.netloc.decode()}; check OPENAI_BASE_URL and the network"
        return Failure(ModelUnavailable(message), retry=True)
    return _broken_off(model)


def _broken_off(model: str) -> Failure:
    message = f"the connection to {model} broke off before the answer was complete"
    return Failure(ModelUnavailable(message), retry=True, maybe_billed=True)


def _status_failure(error: openai.APIStatusError, model: str) -> Failure:
    status, said = error.status_code, error.message
    if error.code in _GONE or status == 410 or (status == 404 and error.param == "model"):
        return Failure(ModelRetired(f"{model} is gone: {said} Set OPENAI_MODEL to a model that is served"))
    if error.code in _NO_CREDIT:
        return Failure(RateLimited(f"the account has no credit left: {said}"))
    if status in (401, 403):
        return Failure(NotAuthenticated(f"the key is not accepted; check OPENAI_API_KEY: {said}"))
    if status == 429:
        return _worth_another_try(RateLimited(f"{model} is over its rate limit; lower --threads: {said}"), error)
    if status == 408:
        return _worth_another_try(ModelTimeout(f"{model} did not answer in time: {said}"), error)
    if status == 409 or status >= 500:
        return _worth_another_try(ModelUnavailable(f"{model} is not available (status {status}): {said}"), error)
    if status == 404:
        return Failure(BadRequest(f"there is no Responses API at {error.request.url}; check OPENAI_BASE_URL"))
    return Failure(BadRequest(f"{model} does not accept the request (status {status}): {said}"))


def _worth_another_try(error: ModelError, said: openai.APIStatusError) -> Failure:
    headers: Any = said.response.headers
    return Failure(error, retry=headers.get("x-should-retry") != "false", asked_sec=asked_delay(headers))

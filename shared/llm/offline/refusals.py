"""The API's error object, and the errors that the offline model answers as the real one does."""

from __future__ import annotations

from typing import Any


class WireError(Exception):
    """An answer with an error status. `param` names the parameter at fault, `code` is the API's word for it."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param
        self.code = code
        self.kind = kind

    def body(self) -> dict[str, Any]:
        """The JSON body."""
        return {"error": {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}}


def missing(param: str) -> WireError:
    return WireError(400, f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")


def invalid_type(param: str, expected: str, got: object) -> WireError:
    message = f"Invalid type for '{param}': expected {expected}, but got {_json_type(got)} instead."
    return WireError(400, message, param=param, code="invalid_type")


def invalid_value(param: str, value: object, supported: tuple[str, ...]) -> WireError:
    message = f"Invalid value: '{value}'. Supported values are: {_listed(supported)}."
    return WireError(400, message, param=param, code="invalid_value")


def unknown_parameter(param: str) -> WireError:
    return WireError(400, f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")


def unsupported_parameter(param: str) -> WireError:
    message = f"Unsupported parameter: '{param}' is not supported with this model."
    return WireError(400, message, param=param, code="unsupported_parameter")


def unsupported_value(param: str, value: object, model: str, supported: tuple[str, ...]) -> WireError:
    message = (
        f"Unsupported value: '{value}' is not supported with the '{model}' model. "
        f"Supported values are: {_listed(supported)}."
    )
    return WireError(400, message, param=param, code="unsupported_value")


def wrong_key(key: str) -> WireError:
    return WireError(401, f"Incorrect API key provided: {key}.", code="invalid_api_key")


def no_such_model(model: str) -> WireError:
    message = f"The model '{model}' does not exist or you do not have access to it."
    return WireError(404, message, param="model", code="model_not_found")


def rate_limited() -> WireError:
    message = "Rate limit reached (a fault on demand). Please try again in 20ms."
    return WireError(429, message, kind="requests", code="rate_limit_exceeded")


def server_error() -> WireError:
    message = "The server had an error while processing your request (a fault on demand)."
    return WireError(500, message, kind="server_error")


def _listed(values: tuple[str, ...]) -> str:
    quoted = [f"'{value}'" for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])}, and {quoted[-1]}"


def _json_type(value: object) -> str:
    names = {bool: "a boolean", int: "an integer", float: "a decimal", str: "a string", list: "an array"}
    return "null" if value is None else names.get(type(value), "an object")

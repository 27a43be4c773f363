"""What can go wrong on the way to a model.

ModelError
├── Infrastructure            worth another try; counted apart from an agent's failures
│   ├── RateLimited           429 after every retry
│   ├── ModelUnavailable      5xx, connection refused, stream cut
│   ├── ModelTimeout          no answer in time
│   └── EmptyReply            nothing but reasoning, twice
├── InvalidReply              not what the schema asks for
├── Refused                   the model declined
├── BadRequest                the model does not accept the request; a retry would not help
├── NotAuthenticated          the key is missing or wrong
├── ModelRetired              the model is gone and there is no fallback
└── BudgetExceeded            the limit in USD is reached
"""

from __future__ import annotations


class ModelError(Exception):
    """A call to a model that gave no usable answer."""

    code = "model_error"


class Infrastructure(ModelError):
    code = "model_infrastructure"


class RateLimited(Infrastructure):
    code = "model_rate_limited"


class ModelUnavailable(Infrastructure):
    code = "model_unavailable"


class ModelTimeout(Infrastructure):
    code = "model_timeout"


class EmptyReply(Infrastructure):
    code = "model_empty_reply"


class InvalidReply(ModelError):
    code = "model_invalid_reply"


class Refused(ModelError):
    code = "model_refused"


class BadRequest(ModelError):
    code = "model_bad_request"


class NotAuthenticated(ModelError):
    code = "model_not_authenticated"


class ModelRetired(ModelError):
    code = "model_retired"


class BudgetExceeded(ModelError):
    code = "budget_exceeded"

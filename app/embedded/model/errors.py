"""What can go wrong with a model, as one tree; each class with the Chat App API's code for it.

::

    ModelError
    ├── KeyRefused        401, 403: provider_not_initialize
    ├── QuotaUsedUp       402, 429 insufficient_quota: provider_quota_exceeded
    ├── RateLimited       any other 429: provider_quota_exceeded
    ├── ModelMissing      404, model_not_found: model_currently_not_support
    ├── QuestionRefused   400, 413, 422, …: completion_request_error
    ├── Unreachable       no connection, silence, 3xx, 5xx: completion_request_error
    ├── Malformed         an answer that is none: completion_request_error
    └── NoAnswer          an answer without a word: completion_request_error

The texts are ours: a server's own may repeat the key or the prompt.
"""

from typing import ClassVar


class ModelError(Exception):
    """``str()`` is for the person who asked."""

    code: ClassVar[str] = "completion_request_error"
    text: ClassVar[str] = "The model failed."

    def __init__(self) -> None:
        super().__init__(self.text)


class KeyRefused(ModelError):
    code = "provider_not_initialize"
    text = "The model's server refused the key that this server was given."


class QuotaUsedUp(ModelError):
    code = "provider_quota_exceeded"
    text = "The quota at the model's server is used up."


class RateLimited(ModelError):
    code = "provider_quota_exceeded"
    text = "The model's server takes no more requests at the moment. Try again later."


class ModelMissing(ModelError):
    code = "model_currently_not_support"
    text = "The model's server does not have the model that this server was told to use."


class QuestionRefused(ModelError):
    text = "The model's server refused the question: it may be too long, or use what the model cannot do."


class Unreachable(ModelError):
    text = "The model's server did not answer, or broke off."


class Malformed(ModelError):
    text = "The model's server answered with something that is no answer of a model."


class NoAnswer(ModelError):
    text = "The model ended without an answer."


def error_of(status: int | None, code: str) -> ModelError:
    """The error for a status (None: within a stream, after a 200) and the server's own code."""
    match status, code:
        case _, "insufficient_quota":
            return QuotaUsedUp()
        case _, "rate_limit_exceeded":
            return RateLimited()
        case _, "model_not_found":
            return ModelMissing()
        case _, "invalid_api_key":
            return KeyRefused()
        case 401 | 403, _:
            return KeyRefused()
        case 402, _:
            return QuotaUsedUp()
        case 429, _:
            return RateLimited()
        case 404, _:
            return ModelMissing()
        case 408 | 409, _:
            return Unreachable()
        case int(), _ if 400 <= status < 500:
            return QuestionRefused()
    return Unreachable()

"""Where a model is, and what opens it."""

from dataclasses import dataclass

from pydantic import SecretStr

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True)
class ModelAccess:
    """A server of the Chat Completions API. ``model`` writes answers, ``transcribe_model`` hears speech; either may
    be empty, and then that is off."""

    api_key: SecretStr
    base_url: str = OPENAI
    model: str = ""
    transcribe_model: str = ""

"""JSON of the wire, and the base of its models: tolerant of what servers add, leave out or send as null."""

import json
import re
from json.scanner import make_scanner
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, model_validator

LONGEST_LIST = 10_000  # items; to read ten times as many takes seconds, in which nobody else is answered


class Wire(BaseModel):
    """A JSON object of the API. Unknown fields are kept, and a null stands for the field's default. Of a list without
    end the beginning is read.

    Servers of different years leave fields out, send them as null, or add new ones; none of that
    may break a client (seen: ``message_files: null``, ``opening_statement: null``).
    """

    model_config = ConfigDict(extra="allow", frozen=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: item[:LONGEST_LIST] if isinstance(item, list) else item
                for key, item in value.items()
                if item is not None
            }
        return value


_scan = make_scanner(cast("Any", json.JSONDecoder()))  # one call, where json.loads() takes five
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(sent: str | bytes) -> Any:
    """``sent`` as a value whose every text can be encoded again. Raises ValueError where it is no JSON.

    JSON can escape half of a surrogate pair (an emoji cut in two), which no UTF-8 can carry on: it becomes U+FFFD.
    """
    text = sent.decode("utf-8-sig") if isinstance(sent, bytes) else sent
    try:
        try:
            value, end = _scan(text, 0)
        except StopIteration:
            end = -1
        if end != len(text):  # blanks around it, or something else, of which that one says what it is
            value = json.loads(text)
        if "\\u" not in text or not _SURROGATE.search(text):
            return value
        joined = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
        return json.loads(joined.decode("utf-16", "replace"))
    except RecursionError:
        raise ValueError("nested too deeply") from None

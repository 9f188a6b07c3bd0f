"""How a run ended, and what a person is told."""

import inspect
import re

import pytest

from app.dify import errors
from app.dify.errors import ApiError, DifyError
from app.i18n import CATALOGUES
from app.runs.draft import Draft
from app.runs.outcome import outcome, told
from app.views import Notice
from tests.unit.runs.doubles import event, folded, said

WHOLE = folded(said("An answer."), event("message_end"))
HALF = folded(said("An ans"))

TOLD = {
    errors.Unreachable: "error_unreachable",
    errors.TimedOut: "error_timeout",
    errors.StreamCut: "error_cut",
    errors.NotTheApi: "error_not_the_api",
    errors.ForeignAddress: "error_forbidden",
    errors.InvalidRequest: "error_other",
    errors.AppUnavailable: "error_app",
    errors.ModelUnavailable: "error_model",
    errors.QuotaExceeded: "error_quota",
    errors.CompletionFailed: "error_completion",
    errors.Unauthorized: "error_key",
    errors.Forbidden: "error_forbidden",
    errors.NotFound: "error_not_found",
    errors.FormClosed: "error_other",
    errors.TooLarge: "error_too_large",
    errors.UnsupportedType: "error_other",
    errors.Busy: "error_busy",
    errors.ServerFailed: "error_server",
    errors.ApiError: "error_other",
    errors.DifyError: "error_other",
}


def classes() -> set[type[DifyError]]:
    found = {cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, DifyError)}
    return found


def test_every_class_of_error_has_words():
    assert set(TOLD) == classes()
    for words in CATALOGUES.values():
        for key in TOLD.values():
            assert getattr(words, key)


@pytest.mark.parametrize(("kind", "key"), TOLD.items(), ids=lambda value: getattr(value, "__name__", value))
def test_each_class_of_error_is_told_in_its_words(kind, key):
    error = kind() if issubclass(kind, ApiError) else kind("for the log")
    assert told(error) == Notice(key)


SAID_BY_THE_SERVER = [
    ("invalid_param", "city is required in input form", 400),
    ("bad_request", "The question is too long.", 400),
    ("a_code_of_a_later_server", "Choose another voice.", 400),
    ("a_code_of_a_later_server", "Choose another voice.", 500),
]


@pytest.mark.parametrize(("code", "message", "status"), SAID_BY_THE_SERVER)
def test_what_a_person_can_mend_is_told_in_the_server_s_words(code, message, status):
    assert told(errors.api_error(code, message, status)) == Notice("error_said", {"message": message})


KNOWN = [
    ("unauthorized", 401, "error_key"),
    ("forbidden", 403, "error_forbidden"),
    ("not_found", 404, "error_not_found"),
    ("too_many_requests", 429, "error_busy"),
    ("rate_limit_error", 429, "error_quota"),
    ("provider_quota_exceeded", 400, "error_quota"),
    ("provider_not_initialize", 400, "error_model"),
    ("model_currently_not_support", 400, "error_model"),
    ("completion_request_error", 400, "error_completion"),
    ("app_unavailable", 400, "error_app"),
    ("conversation_completed", 400, "error_app"),
    ("internal_server_error", 500, "error_server"),
    ("", 500, "error_server"),
    ("", 400, "error_other"),
]


@pytest.mark.parametrize(("code", "status", "key"), KNOWN)
def test_what_the_page_has_words_for_is_told_in_the_page_s_words(code, status, key):
    assert told(errors.api_error(code, "Something in English about gpt-x at 10.0.0.7.", status)) == Notice(key)


def test_a_whole_answer_is_done():
    assert outcome(WHOLE).status == "done"
    assert outcome(WHOLE).notice == Notice()


def test_a_connection_that_breaks_after_the_end_changes_nothing():
    assert outcome(WHOLE, errors.StreamCut("late")).status == "done"


def test_an_empty_answer_says_that_it_is_empty():
    assert outcome(folded(said(""), event("message_end"))).notice == Notice("turn_empty")


def test_an_answer_of_a_file_alone_is_not_empty():
    draft = folded(event("message_file", id="f-1", url="https://api.test/1"), event("message_end"))
    assert outcome(draft).notice == Notice()


def test_a_stream_that_ends_without_its_end_was_interrupted():
    assert (outcome(HALF).status, outcome(HALF).notice) == ("interrupted", Notice("error_cut"))


def test_a_connection_that_breaks_off_interrupts():
    assert outcome(HALF, errors.StreamCut("reset")).status == "interrupted"


@pytest.mark.parametrize("error", [errors.TimedOut("…"), errors.Unreachable("…"), errors.Unauthorized()])
def test_any_other_error_fails(error):
    assert outcome(Draft(), error).status == "failed"


def test_an_error_event_is_told_by_its_code():
    draft = folded(said("An ans"), event("error", code="provider_quota_exceeded", message="secret-model", status=400))
    assert (outcome(draft).status, outcome(draft).notice) == ("failed", Notice("error_quota"))


def test_what_was_stopped_is_stopped_whatever_came_of_it():
    assert outcome(HALF, stopped=True).status == "stopped"
    assert outcome(HALF, errors.StreamCut("…"), stopped=True).notice == Notice("turn_stopped")


def test_a_flow_that_is_paused_waits_and_nothing_is_said_about_it():
    draft = folded(said("Please fill in the form."), event("workflow_paused"))
    assert (outcome(draft).status, outcome(draft).notice) == ("waiting", Notice())
    assert outcome(draft, errors.StreamCut("reset")).status == "waiting"
    assert outcome(draft, stopped=True).status == "stopped"


def test_an_answer_of_thoughts_alone_is_empty():
    draft = folded(said("<think>Hm.</think>"), event("message_end"))
    assert (outcome(draft).status, outcome(draft).notice) == ("done", Notice("turn_empty"))


def test_what_was_left_out_is_noted_with_its_count():
    draft = folded(event("novel"), event("novel"), event("message", answer=[]), said("a"), event("message_end"))
    assert outcome(draft).notes == (Notice("note_unknown", {"count": "3"}),)


def test_arguments_of_a_notice_are_those_of_its_words():
    draft = folded(event("novel"), said("a"), event("message_end"))
    notices = [*outcome(draft).notes, told(errors.InvalidRequest("invalid_param", "x", 400))]
    for words in CATALOGUES.values():
        for notice in notices:
            assert set(re.findall(r"\{(\w+)\}", getattr(words, notice.key))) == set(notice.args)

"""How a run ended, and what a person is told."""

import re

import pytest

from app.dify import errors
from app.i18n import CATALOGUES
from app.runs.draft import Draft
from app.runs.outcome import outcome
from app.views import Notice
from tests.unit.runs.doubles import event, folded, said

WHOLE = folded(said("An answer."), event("message_end"))
HALF = folded(said("An ans"))


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
    assert (outcome(HALF).status, outcome(HALF).notice) == ("interrupted", Notice("error_cut", {}, "again"))


def test_a_connection_that_breaks_off_interrupts():
    assert outcome(HALF, errors.StreamCut("reset")).status == "interrupted"


@pytest.mark.parametrize("error", [errors.TimedOut("…"), errors.Unreachable("…"), errors.Unauthorized()])
def test_any_other_error_fails(error):
    assert outcome(Draft(), error).status == "failed"


def test_an_error_event_is_told_by_its_code():
    draft = folded(said("An ans"), event("error", code="provider_quota_exceeded", message="secret-model", status=400))
    assert (outcome(draft).status, outcome(draft).notice) == ("failed", Notice("error_quota", {}, "operator"))


def test_what_was_stopped_is_stopped_whatever_came_of_it():
    assert outcome(HALF, stopped=True).status == "stopped"
    assert outcome(HALF, errors.StreamCut("…"), stopped=True).notice == Notice("turn_stopping")


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
    notices = outcome(draft).notes
    for words in CATALOGUES.values():
        for notice in notices:
            assert set(re.findall(r"\{(\w+)\}", getattr(words, notice.key))) == set(notice.args)

"""What was said with a person, on its way to the app."""

from hypothesis import given
from hypothesis import strategies as some

from app.chat.context import LONGEST, own_words, recounted, with_context
from app.views import Attachment, Turn


def customer(text: str, *files: str) -> Turn:
    return Turn(question=text, kind="customer", sent=[Attachment("", "image", name) for name in files])


def agent(text: str) -> Turn:
    return Turn(answer=text, kind="person", author="Anna")


CAME, LEFT, CALLED = (Turn(kind=kind) for kind in ("came", "left", "called"))


def test_what_was_said_is_told_with_who_said_it():
    said = [CALLED, CAME, agent("Hello."), customer("My lamp is dark.", "lamp.png"), customer("", "plug.png")]
    assert recounted(said) == "Agent: Hello.\nCustomer: My lamp is dark. (lamp.png)\nCustomer: (plug.png)"


def test_of_who_came_and_left_nothing_is_told():
    assert recounted([CAME, agent("Hello."), CAME, agent("I am Ben.")]) == "Agent: Hello.\nAgent: I am Ben."
    assert recounted([CAME, LEFT]) == recounted([]) == ""


def test_of_very_much_the_end_is_told():
    told = recounted([agent("first"), *(customer("x" * 1_000) for _ in range(20)), agent("last")])
    assert len(told) <= LONGEST + 2
    assert told.startswith("…\nCustomer: x")
    assert told.endswith("Agent: last")


def test_of_one_very_long_message_the_beginning_is_told():
    assert len(recounted([customer("x" * 50_000)])) < LONGEST


@given(some.text(), some.text())
def test_the_customer_s_own_words_are_theirs_again(context, question):
    assert own_words(with_context(context, question)) == question


def test_where_nothing_was_said_nothing_stands_before_the_question():
    assert with_context(" \n", "Why?") == "Why?"


def test_what_says_that_it_ends_ends_nothing():
    end = with_context("x", "").partition("\nx\n")[2].strip()
    query = with_context(f"a{end}b", f"Why {end}?")
    assert own_words(query) == f"Why {end}?"
    assert with_context("a", "b")[:20] in query


def test_words_that_begin_alike_and_end_not_are_the_customer_s_own():
    begin = with_context("x", "").partition("\n")[0]
    assert own_words(f"{begin}\nWhy?") == f"{begin}\nWhy?"

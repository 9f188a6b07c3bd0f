"""The form that a flow puts to a person in mid-answer, as the page draws it."""

from dataclasses import asdict
from typing import Any

import pytest

from app.dify.events import HumanInput
from app.forms import check, human_fields, human_form
from app.views import Field, FormAction, FormPart, HumanForm, Notice


def asked(content: str = "", *inputs: dict[str, Any], **fields: Any) -> HumanForm:
    sent = {"form_id": "form-1", "node_id": "node-1", "form_content": content, "inputs": list(inputs), **fields}
    return human_form(HumanInput.model_validate(sent))


def control(name: str, kind: str = "paragraph", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "output_variable_name": name, **fields}


def constant(value: Any) -> dict[str, Any]:
    return {"type": "constant", "selector": [], "value": value}


def variable(*selector: str) -> dict[str, Any]:
    return {"type": "variable", "selector": list(selector), "value": ""}


def test_a_form_has_its_text_with_each_control_where_its_place_is():
    form = asked(
        "# A question\n\nYour name: {{#$output.name#}}\nand\n{{#$output.why#}}\n\nThank you.",
        control("why"), control("name"),
    )  # fmt: skip
    name, why = (Field(variable=name, label=name.capitalize(), kind="paragraph") for name in ("name", "why"))
    assert form.parts == [
        FormPart("# A question\n\nYour name:", [name]),
        FormPart("and", [why]),
        FormPart("Thank you.", []),
    ]


def test_controls_that_the_text_has_no_place_for_stand_at_its_end():
    form = asked("Name: {{#$output.name#}} Thanks.", control("why"), control("name"), control("more"))
    assert [(part.text, [field.variable for field in part.fields]) for part in form.parts] == [
        ("Name:", ["name"]), ("Thanks.", []), ("", ["why", "more"]),
    ]  # fmt: skip


def test_a_form_without_a_text_is_its_controls():
    assert [[field.variable for field in part.fields] for part in asked("", control("a"), control("b")).parts] == [
        ["a", "b"]
    ]


def test_a_place_of_a_control_that_there_is_not_is_left_out():
    form = asked("Before {{#$output.gone#}} after {{#node.text#}} and {{#$output.a b#}}")
    assert [part.text for part in form.parts] == ["Before", "after {{#node.text#}} and {{#$output.a b#}}"]
    assert human_fields(form) == []


def test_a_control_with_two_places_stands_at_the_first():
    form = asked("{{#$output.name#}} or {{#$output.name#}}", control("name"))
    assert [(part.text, len(part.fields)) for part in form.parts] == [("", 1), ("or", 0)]


def test_a_form_without_text_and_controls_has_no_parts_and_still_its_buttons():
    form = asked(" \n", actions=[{"id": "go", "title": "Go on"}])
    assert (form.parts, form.actions) == ([], [FormAction("go", "Go on")])


def test_a_form_says_what_it_is_called_and_until_when_it_can_be_answered():
    form = asked("…", node_title="Approval", expiration_time=1_795_300_000, form_token="token-1")
    assert (form.id, form.title, form.expires_at, form.state) == ("form-1", "Approval", 1_795_300_000, "open")
    assert (form.answer, form.answered) == ("", "")


def test_a_form_without_an_id_is_known_by_its_node():
    assert asked("…", form_id=None).id == "node-1"


def test_the_token_that_opens_a_form_is_not_in_its_view():
    form = asked("Name: {{#$output.name#}}", control("name"), form_token="token-secret")
    assert "token-secret" not in repr(asdict(form))


@pytest.mark.parametrize("token", [None, ""])
def test_a_form_without_a_token_was_put_to_somebody_else(token):
    assert asked("…", form_token=token).state == "elsewhere"


def test_buttons_have_their_style_and_a_name():
    actions = [{"id": "yes", "title": "Approve", "button_style": "primary"}, {"id": "no", "title": ""}]
    assert asked("…", actions=actions).actions == [
        FormAction("yes", "Approve", "primary"), FormAction("no", "no", "default"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [("paragraph", "paragraph"), ("select", "select"), ("number", "number"), ("text-input", "text"), ("novel", "text")],
)
def test_a_control_of_an_unknown_kind_is_a_text_box(kind, drawn):
    [field] = human_fields(asked("", control("a", kind)))
    assert field.kind == drawn


def test_a_control_is_called_by_its_variable():
    [field] = human_fields(asked("", control("first_name")))
    assert (field.variable, field.label) == ("first_name", "First name")


def test_a_control_without_a_variable_is_left_out():
    assert human_fields(asked("", {"type": "paragraph"}, control(""))) == []


SELECTS = [
    (constant(["a", "b"]), constant("b"), {}, ["a", "b"], "b"),
    (constant(["a", "b"]), constant("c"), {}, ["a", "b"], ""),
    (constant(["a", "b"]), None, {}, ["a", "b"], ""),
    (constant([1, 2]), constant(2), {}, ["1", "2"], "2"),
    (["a", "b"], "a", {}, ["a", "b"], "a"),
    (constant(["a", "b"]), variable("start", "kind"), {"kind": "b"}, ["a", "b"], "b"),
    (constant(["a", "b"]), variable("start", "kind"), {"kind": "c"}, ["a", "b"], ""),
    (variable("start", "kinds"), None, {}, [], ""),
    (None, constant("a"), {}, [], ""),
]


@pytest.mark.parametrize(("source", "default", "resolved", "options", "chosen"), SELECTS)
def test_a_choice_begins_with_its_default_where_it_is_offered(source, default, resolved, options, chosen):
    form = asked("", control("kind", "select", option_source=source, default=default), resolved_default_values=resolved)
    [field] = human_fields(form)
    assert (field.options, field.default, field.required) == (options, chosen, True)


DEFAULTS = [
    (constant("Ulm"), {}, "Ulm"),
    ("Ulm", {}, "Ulm"),
    (None, {}, ""),
    (variable("start", "city"), {}, ""),
    (variable("start", "city"), {"city": "Ulm"}, "Ulm"),
    (constant("Ulm"), {"city": "Bonn"}, "Bonn"),
    (constant("Ulm"), {"other": "Bonn"}, "Ulm"),
    (variable("start", "city"), {"city": None}, ""),
    (variable("start", "city"), {"city": 7}, "7"),
]


@pytest.mark.parametrize(("default", "resolved", "text"), DEFAULTS)
def test_a_default_is_the_resolved_one_before_its_own(default, resolved, text):
    [field] = human_fields(asked("", control("city", default=default), resolved_default_values=resolved))
    assert (field.default, field.required) == (text, False)


def test_what_a_person_fills_in_is_checked_as_any_other_form():
    form = asked("", control("why"), control("kind", "select", option_source=constant(["a", "b"])))
    assert check(human_fields(form), {"why": " Because. ", "kind": "b", "other": 1}) == (
        {"why": "Because.", "kind": "b"}, {},
    )  # fmt: skip
    assert check(human_fields(form), {"kind": "c"}) == ({}, {"kind": Notice("field_not_offered")})
    assert check(human_fields(form), {}) == ({}, {"kind": Notice("field_required", {"label": "Kind"})})

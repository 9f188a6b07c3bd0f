"""The input form: its controls, and what is wrong with what was filled in."""

import json

import pytest

from app import forms
from app.dify.models import FormField, Parameters, SystemParameters
from app.views import Field, Notice


def drawn(kind: str, **fields) -> Field:
    """The control as it is drawn, from what ``/parameters`` says."""
    body = {"label": "City", "variable": "city", **fields}
    [wire] = Parameters.model_validate({"user_input_form": [{kind: body}]}).user_input_form
    [field] = forms.fields([wire], SystemParameters())
    return field


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        ("text-input", "text"),
        ("paragraph", "paragraph"),
        ("select", "select"),
        ("number", "number"),
        ("checkbox", "checkbox"),
        ("json_object", "paragraph"),
        ("a-control-of-a-later-server", "text"),
    ],
)
def test_each_control_is_drawn_and_an_unknown_one_is_a_text_box(control, kind):
    assert drawn(control).kind == kind


def test_hidden_and_nameless_controls_and_the_app_s_own_are_left_out():
    left_out = [FormField(variable="v", hide=True), FormField(), FormField(type="external_data_tool", variable="v")]
    assert forms.fields(left_out, SystemParameters()) == []


def test_a_control_for_files_takes_what_it_names_itself():
    field = drawn("file-list", max_length=3, allowed_file_types=["image"], allowed_file_upload_methods=["local_file"])
    assert (field.kind, field.limits.max_count, field.limits.methods) == ("files", 3, ["local_file"])
    assert field.limits.kinds == ["image"] and "png" in field.limits.extensions["image"]
    assert field.limits.max_bytes == {"image": 10 * 2**20} and field.default == ""


def test_a_control_for_one_file_takes_one_of_any_kind_if_it_names_none():
    field = drawn("file", allowed_file_extensions=[".dwg"])
    assert (field.kind, field.limits.max_count) == ("file", 1)
    assert field.limits.kinds == ["image", "document", "audio", "video"]
    assert drawn("file", allowed_file_types=["custom"], allowed_file_extensions=[".DWG"]).limits.accept == ".dwg"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ('["a", "b"]', None),
        ("", Notice("field_required", {"label": "City"})),
        ("[]", Notice("field_required", {"label": "City"})),
        ("?", Notice("wait_for_upload")),
        ("{}", Notice("wait_for_upload")),
        ('["a", "b", "c"]', Notice("files_too_many_here", {"limit": "2"})),
    ],
)
def test_files_are_checked_by_their_number(given, problem):
    field = drawn("file-list", max_length=2, required=True)
    inputs, problems = forms.check([field], {"city": given})
    assert (inputs, problems) == (({}, {"city": problem}) if problem else ({"city": ["a", "b"]}, {}))


def test_a_control_keeps_what_the_page_needs():
    field = drawn("text-input", required=True, max_length=48, default="Ulm", description="Where you live")
    assert field == Field("city", "City", "text", True, 48, "Ulm", [], "Where you live")


def test_a_control_without_a_label_is_called_by_its_variable():
    assert drawn("text-input", label="").label == "city"


@pytest.mark.parametrize(("control", "limit"), [("paragraph", 9), ("text-input", 9), ("select", 0), ("number", 0)])
def test_a_limit_holds_for_text_alone(control, limit):
    assert drawn(control, max_length=9).limit == limit


@pytest.mark.parametrize(("default", "shown"), [("Ulm", "Ulm"), ("Bonn", ""), (None, "")])
def test_a_choice_begins_with_its_default_only_if_it_is_offered(default, shown):
    assert drawn("select", options=["Ulm", "Köln"], default=default).default == shown


@pytest.mark.parametrize(
    ("default", "shown"), [(True, "true"), ("true", "true"), (1, "true"), (False, ""), ("false", ""), (None, "")]
)
def test_a_box_begins_ticked_where_its_default_says_so(default, shown):
    assert drawn("checkbox", default=default).default == shown


@pytest.mark.parametrize(("default", "shown"), [(5, "5"), (0, "0"), (1.5, "1.5"), ("7", "7"), (None, "")])
def test_a_number_begins_with_its_default(default, shown):
    assert drawn("number", default=default).default == shown


def checked(field: Field, value: object) -> object:
    """The input to send, or the notice of what is wrong; None where nothing is sent."""
    inputs, problems = forms.check([field], {field.variable: value})
    assert not (inputs and problems)
    return problems.get(field.variable) or inputs.get(field.variable)


TEXT = Field(variable="city", label="City", limit=8)
CHOICE = Field(variable="city", label="City", kind="select", options=["Ulm", "Köln"])
NUMBER = Field(variable="city", label="City", kind="number")
BOX = Field(variable="city", label="City", kind="checkbox")


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        (TEXT, " Ulm ", "Ulm"),
        (TEXT, "12345678", "12345678"),
        (TEXT, "123456789", Notice("field_too_long", {"limit": "8", "length": "9"})),
        (TEXT, "你好世界你好世界", "你好世界你好世界"),
        (TEXT, "", None),
        (TEXT, None, None),
        (Field(variable="city", label="City", kind="paragraph"), "x" * 100_000, "x" * 100_000),
        (CHOICE, "Köln", "Köln"),
        (CHOICE, "Bonn", Notice("field_not_offered")),
        (CHOICE, "", None),
        (NUMBER, "42", 42),
        (NUMBER, "-1.5", -1.5),
        (NUMBER, "1e3", 1000),
        (NUMBER, "4.0", 4),
        (NUMBER, 7, 7),
        (NUMBER, "12345678901234567891", 12345678901234567891),
        (NUMBER, "twelve", Notice("field_not_a_number")),
        (NUMBER, "NaN", Notice("field_not_a_number")),
        (NUMBER, "inf", Notice("field_not_a_number")),
        (NUMBER, "-Infinity", Notice("field_not_a_number")),
        (NUMBER, "1e999", Notice("field_not_a_number")),
        (NUMBER, "9" * 5000, Notice("field_not_a_number")),
        (NUMBER, "0x10", Notice("field_not_a_number")),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_value_is_taken_as_the_api_wants_it_or_refused(field, value, found):
    result = checked(field, value)
    assert result == found
    assert type(result) is type(found)


@pytest.mark.parametrize("kind", ["text", "paragraph", "select", "number"])
@pytest.mark.parametrize("value", ["", "  \n", None])
def test_a_field_that_must_be_filled_says_so(kind, value):
    field = Field(variable="city", label="City", kind=kind, required=True, options=["Ulm"])
    assert checked(field, value) == Notice("field_required", {"label": "City"})


@pytest.mark.parametrize(("value", "ticked"), [("on", True), (True, True), ("true", True), (False, False), ("", False)])
def test_a_box_is_ticked_or_not(value, ticked):
    assert forms.check([BOX], {"city": value}) == ({"city": ticked}, {})


def test_a_box_that_the_browser_leaves_out_is_not_ticked():
    assert forms.check([BOX], {}) == ({"city": False}, {})


def test_what_no_field_asked_for_is_dropped():
    assert forms.check([TEXT], {"city": "Ulm", "sys.query": "injected"}) == ({"city": "Ulm"}, {})


def test_each_field_has_its_own_problem_and_the_others_their_values():
    fields = [TEXT, Field(variable="age", label="Age", kind="number"), Field(variable="name", required=True)]
    inputs, problems = forms.check(fields, {"city": "Ulm", "age": "old"})
    assert inputs == {"city": "Ulm"}
    assert set(problems) == {"age", "name"}


@pytest.mark.parametrize("value", ["42", "1e3", "0.1", "1e300"])
def test_every_number_that_is_taken_is_json(value):
    json.dumps(checked(NUMBER, value), allow_nan=False)


@pytest.mark.parametrize(
    ("text", "inputs", "filled"),
    [
        ("Hello, {{name}}.", {"name": "Zoë"}, "Hello, Zoë."),
        ("{{ name }}{{name}}", {"name": "x"}, "xx"),
        ("{{name}}", {}, "{{name}}"),
        ("{{name}}", {"name": ""}, "{{name}}"),
        ("{{count}}", {"count": 0}, "0"),
        ("{{a}}", {"a": "{{b}}", "b": "no"}, "{{b}}"),
        ("{name} {{a b}} {{", {"name": "x"}, "{name} {{a b}} {{"),
    ],
)
def test_an_opening_s_variables_are_filled_with_what_is_known(text, inputs, filled):
    assert forms.filled(text, inputs) == filled

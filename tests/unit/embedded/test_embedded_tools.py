"""Each tool by itself: what it takes, what it finds, and what it says of what it cannot do."""

import io
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.embedded.apps.toolbox.drawing import Chart, chart_icon, draw
from app.embedded.apps.toolbox.tools import ToolError, all_tools
from app.embedded.apps.toolbox.tools.calculator import evaluate
from app.embedded.apps.toolbox.tools.dates import moved, read_date
from app.embedded.apps.toolbox.tools.places import zone_of
from app.embedded.apps.toolbox.tools.units import convert, names, unit_of

BLUE_AND_AMBER = ((37, 99, 235), (245, 158, 11))
NOW = datetime(2026, 11, 21, 21, 37, tzinfo=UTC)
TOOLS = all_tools(lambda: NOW)


def use(tool, **arguments):
    return TOOLS[tool].call(arguments).text


def refusal(tool, **arguments):
    with pytest.raises(ToolError) as caught:
        TOOLS[tool].call(arguments)
    assert caught.value.text and caught.value.chinese
    return caught.value.text


def test_each_tool_declares_what_a_caller_must_know():
    for name, tool in TOOLS.items():
        assert tool.name == name and tool.description and set(tool.label) == {"en_US", "zh_Hans"}
        assert tool.parameters["type"] == "object" and tool.parameters["required"] == list(
            tool.parameters["properties"]
        )
        with pytest.raises(ToolError):
            tool.call({})
        for value in (None, [], {}, 5, True, "x" * 500, "\x00"):
            with pytest.raises(ToolError):
                tool.call(dict.fromkeys(tool.parameters["properties"], value))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("12*(3+4)", 84), ("0.1+0.2", "0.3"), ("1/3", "1/3"), ("2+3*4", 14), ("(2+3)*4", 20), ("2**3**2", 512),
        ("-2**2", -4), ("2**-3", "1/8"), ("2^10", 1024), ("7//2", 3), ("-7//2", -4), ("-7%3", 2), ("7 mod 4", 3),
        ("10 % 3", 1), ("10%", "1/10"), ("20% of 50", 10), ("200 + 10%", 220), ("200 - 10%", 180), ("200*10%", 20),
        ("10% - 3", "-29/10"), ("5!", 120), ("3!!", 720), ("sqrt(144)", 12), ("√ 2.25", "1.5"), ("4**0.5", 2),
        ("1,234*2", 2468), ("max(1,200)", 200), ("min(3, 2, 1)", 1), ("round(2.5)", 3), ("round(-2.5)", -3),
        ("round(3.14159, 2)", "3.14"), ("floor(-1.5)", -2), ("ceil(1.2)", 2), ("abs(-3)", 3), ("gcd(12, 18)", 6),
        ("lcm(4, 6)", 12), ("mean(1,2)", "1.5"), ("sum(0.1, 0.2)", "0.3"), ("3×4÷2", 6), ("（1+2）×3", 9), ("--5", 5),
        ("1e3+1", 1001), (".5*2", 1), ("0**0", 1), ("1**99999999", 1), ("(-1)**99999999", -1), ("0**99999999", 0),
    ],
)  # fmt: skip
def test_arithmetic_is_exact(expression, value):
    assert evaluate(expression) == Fraction(value) and isinstance(evaluate(expression), Fraction)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sqrt(2)", 1.41421356237), ("2**0.5", 1.41421356237), ("pi", 3.14159265359), ("sin(30°)", 0.5), ("ln(e)", 1),
        ("log(1000)", 3), ("log(8, 2)", 3), ("log2(8)", 3), ("exp(0)", 1), ("cbrt(27)", 3), ("8**(1/3)", 2),
        ("atan(1)*4", 3.14159265359), ("cos(pi)", -1),
    ],
)  # fmt: skip
def test_what_is_not_exact_is_close(expression, value):
    assert evaluate(expression) == pytest.approx(value)
    assert "≈" in use("calculate", expression=expression)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("5/0", "division by zero"), ("5%0", "division by zero"), ("5//0", "division by zero"),
        ("0**-1", "division by zero"),
        ("9**9**9", "too large"), ("10**2000", "too large"), ("2**99999999999999999999", "too large"),
        ("factorial(100000)", "too large"), ("999!!", "too large"), ("e**1000", "too large"),
        ("1e300*1e300*1e300*1e300", "too large"),
        ("exp(10**6)", "too large"), ("10**1000*pi", "too large"), ("sqrt(-1)", "square root"),
        ("(-8)**(1/3)", "no such power"), ("ln(0)", "not defined"), ("asin(2)", "not defined"),
        ("factorial(-1)", "not defined"),
        ("factorial(2.5)", "whole numbers"), ("(1", "missing"), ("1)", "not expected"), ("1+", "not complete"),
        ("", "must be a text"),
        ("2 3", "not expected"), ("foo(2)", "do not know “foo”"), ("sqrt 4", "missing"),
        ("sqrt(1,2)", "number of values"),
        ("__import__('os')", "cannot reckon"), ("(" * 60 + "1" + ")" * 60, "too deeply"),
        ("-" * 300 + "1", "too deeply"),
        ("1" * 401, "longer than"),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_says_why(expression, reason):
    assert reason in refusal("calculate", expression=expression)


@given(st.text(alphabet="0123456789.+-*/%^!()√°, episqrtmaxlogmodf", max_size=60))
def test_any_text_is_reckoned_or_refused(expression):
    try:
        TOOLS["calculate"].call({"expression": expression})
    except ToolError as error:
        assert error.text


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.sampled_from(["+", "-", "*", "//", "%"]))
def test_whole_numbers_are_reckoned_as_python_does(left, right, sign):
    if right == 0 and sign in ("//", "%"):
        return
    wanted = {"+": left + right, "-": left - right, "*": left * right}
    if right:
        wanted |= {"//": left // right, "%": left % right}
    assert evaluate(f"({left}){sign}({right})") == wanted[sign]


def test_results_are_written_with_all_their_digits():
    assert use("calculate", expression="2**100") == "2**100 = 1267650600228229401496703205376"
    assert use("calculate", expression="1/8") == "1/8 = 0.125"
    assert use("calculate", expression="-1/8") == "-1/8 = -0.125"
    assert use("calculate", expression="1/3") == "1/3 ≈ 0.333333333333"
    assert use("calculate", expression="sin(pi)") == "sin(pi) ≈ 0"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Tokyo", "Tokyo: 06:37 on Sunday, 2026-11-22 (UTC+09:00)"),
        ("new york", "New York: 16:37 on Saturday, 2026-11-21 (UTC-05:00)"),
        ("Asia/Kathmandu", "Asia/Kathmandu: 03:22 on Sunday, 2026-11-22 (UTC+05:45)"),
        ("tashkent", "Tashkent: 02:37 on Sunday, 2026-11-22 (UTC+05:00)"),
        ("UTC", "UTC: 21:37 on Saturday, 2026-11-21 (UTC+00:00)"),
        ("UTC-3:30", "UTC-03:30: 18:07 on Saturday, 2026-11-21 (UTC-03:30)"),
        ("GMT+8", "UTC+08:00: 05:37 on Sunday, 2026-11-22 (UTC+08:00)"),
        ("东京", "东京: 06:37 on Sunday, 2026-11-22 (UTC+09:00)"),
    ],
)
def test_the_time_in_a_place(place, text):
    assert use("current_time", place=place) == text
    assert "2026-11-2" in TOOLS["current_time"].call({"place": place}).chinese


def test_a_place_that_nobody_knows_has_no_time():
    assert refusal("current_time", place="Atlantis") == "I do not know the place “Atlantis”"
    assert "do not know" in refusal("current_time", place="UTC+99")
    assert "do not know" in refusal("current_time", place="../../etc/passwd")


def test_a_place_has_its_summer_time():
    _, zone = zone_of("London")
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone).hour == 1


@pytest.mark.parametrize(
    "text",
    ["2024-02-29", "2024/2/29", "2024年2月29日", "29 Feb 2024", "29th of February 2024", "February 29, 2024",
     "feb 29th 2024", "2024.2.29"],
)  # fmt: skip
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text, NOW.date()) == date(2024, 2, 29)


def test_a_date_may_be_told_from_today():
    said = {"today": 21, "tomorrow": 22, "yesterday": 20, "明天": 22, "Nov 3": 3, "11月5日": 5}
    assert {text: read_date(text, NOW.date()).day for text in said} == said


@pytest.mark.parametrize("text", ["2023-02-29", "32 May 2024", "Ma 5", "someday", "2024-13-01", "0000-01-01", "5"])
def test_what_is_no_date_is_refused(text):
    assert refusal("weekday", date=text) == f"“{text}” is no date"


def test_weekdays_days_between_and_days_on():
    assert use("weekday", date="July 20, 1969") == "1969-07-20 is a Sunday"
    assert use("days_between", start="2024-01-01", end="2024-12-25") == (
        "From 2024-01-01 to 2024-12-25: 359 days (51 weeks and 2 days)"
    )
    assert use("days_between", start="tomorrow", end="today") == "From 2026-11-22 to 2026-11-21: 1 day"
    assert use("add_to_date", date="2024-02-29", amount=90, unit="days") == (
        "90 days after 2024-02-29 is 2024-05-29, a Wednesday"
    )
    assert (
        use("add_to_date", date="today", amount=-1, unit="weeks")
        == "1 week before 2026-11-21 is 2026-11-14, a Saturday"
    )


def test_months_and_years_end_where_they_end():
    assert moved(date(2024, 1, 31), 1, "months") == date(2024, 2, 29)
    assert moved(date(2023, 12, 31), 2, "months") == date(2024, 2, 29)
    assert moved(date(2024, 3, 31), -1, "months") == date(2024, 2, 29)
    assert moved(date(2024, 2, 29), 1, "years") == date(2025, 2, 28)
    assert "calendar" in refusal("add_to_date", date="today", amount=8000, unit="years")
    assert "calendar" in refusal("add_to_date", date="today", amount=-5_000_000, unit="days")
    assert "none of days" in refusal("add_to_date", date="today", amount=1, unit="fortnights")
    assert "whole number" in refusal("add_to_date", date="today", amount=1.5, unit="days")


@pytest.mark.parametrize(
    ("value", "source", "target", "text"),
    [
        (5, "km", "miles", "5 km ≈ 3.10685596119 mi"), (1, "mile", "feet", "1 mi = 5280 ft"),
        (100, "F", "C", "100 °F ≈ 37.7777777778 °C"), (20, "degrees celsius", "fahrenheit", "20 °C = 68 °F"),
        (0, "kelvin", "°C", "0 K = -273.15 °C"), (1, "kg", "lb", "1 kg ≈ 2.20462262185 lb"),
        (1, "gallon", "litres", "1 gal = 3.785411784 l"), (36, "km/h", "m/s", "36 km/h = 10 m/s"),
        (1, "hectare", "m²", "1 ha = 10000 m²"), (2, "hours", "min", "2 h = 120 min"),
        (3, "GB", "MB", "3 GB = 3000 MB"),
        (1, "MiB", "bytes", "1 MiB = 1048576 B"), (8, "Mb", "MB", "8 Mbit = 1 MB"), (2, "斤", "公斤", "2 斤 = 1 kg"),
        ("1/2", "cup", "ml", "0.5 cup = 118.29411825 ml"), (1, "light year", "km", "1 ly = 9460730472580.8 km"),
    ],
)  # fmt: skip
def test_units_are_converted(value, source, target, text):
    assert use("convert_units", value=value, from_unit=source, to_unit=target) == text


def test_every_unit_becomes_itself_again_by_way_of_its_kinds_first():
    first = {unit.kind: unit for name in sorted(names()) if (unit := unit_of(name)) and unit.factor == 1}
    assert set(first) == {"length", "mass", "temperature", "volume", "speed", "area", "time", "data"}
    for name in names():
        unit = unit_of(name)
        assert unit is not None
        there = convert(Fraction(7), unit, first[unit.kind])
        assert convert(there, first[unit.kind], unit) == 7


def test_units_that_do_not_fit_say_so():
    assert refusal("convert_units", value=1, from_unit="parsec", to_unit="km") == "I do not know the unit “parsec”"
    assert refusal("convert_units", value=1, from_unit="kg", to_unit="m") == "kg (mass) cannot become m (length)"
    assert "absolute zero" in refusal("convert_units", value=-300, from_unit="C", to_unit="K")


def picture(**arguments):
    result = TOOLS["draw_chart"].call({"title": "", "labels": ["a"], "values": [1], **arguments})
    assert result.png is not None
    image = Image.open(io.BytesIO(result.png))
    assert image.format == "PNG" and image.size == (800, 480)
    return image.convert("RGB")


@pytest.mark.parametrize("kind", ["bar", "line", "pie"])
@pytest.mark.parametrize(
    "values", [[3, 5], [0, 0.5], [1e12, 1e-9], [7], list(range(1, 25))], ids=["two", "small", "far", "one", "many"]
)
def test_a_chart_is_a_picture_of_its_values(kind, values):
    image = picture(
        kind=kind, title="Fruit", labels=[f"label {number}" for number in range(len(values))], values=values
    )
    colours = image.getcolors(2**24)
    assert colours is not None and any(count > 20 and colour in BLUE_AND_AMBER for count, colour in colours)


def test_a_bar_is_as_high_as_its_value():
    image = picture(kind="bar", labels=["a", "b"], values=[2, 4])
    heights = [
        sum(image.getpixel((x, y)) == colour for y in range(480))
        for x, colour in zip((254, 602), BLUE_AND_AMBER, strict=True)
    ]
    assert heights[1] == pytest.approx(2 * heights[0], abs=8) and heights[0] > 100


def test_values_below_zero_hang_down():
    image = picture(kind="bar", labels=["a", "b"], values=[-2, 4])
    assert image.getpixel((254, 400)) == (37, 99, 235) and image.getpixel((602, 400)) == (255, 255, 255)


def test_labels_change_the_picture_also_where_no_font_has_their_characters():
    plain = draw(Chart("bar", "", ("a", "b"), (1.0, 2.0)))
    assert draw(Chart("bar", "", ("苹果", "梨"), (1.0, 2.0))) != plain
    numbered = draw(Chart("bar", "", ("1", "2"), (1.0, 2.0)))
    assert draw(Chart("bar", "", ("\U0010fffd", "\U0010fffc"), (1.0, 2.0))) == numbered


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"kind": "radar"}, "kind must be one of"), ({"values": [1, 2]}, "as many labels"),
        ({"labels": [], "values": []}, "as many"),
        ({"labels": ["a"] * 25, "values": [1] * 25}, "room for 24"), ({"values": ["a"]}, "“a” is no number"),
        ({"values": [float("nan")]}, "too large"), ({"values": [10**400]}, "too large"),
        ({"values": [True]}, "is no number"),
        ({"kind": "pie", "values": [-1]}, "no slice"), ({"kind": "pie", "values": [0]}, "no slice"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_says_why(arguments, reason):
    assert reason in refusal("draw_chart", **{"kind": "bar", "title": "", "labels": ["a"], "values": [1], **arguments})


def test_the_charts_icon_is_a_small_picture():
    assert Image.open(io.BytesIO(chart_icon())).size == (64, 64)

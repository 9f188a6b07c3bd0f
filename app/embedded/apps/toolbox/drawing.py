"""Charts as PNG. Drawn at twice the size and made smaller, which smooths the edges."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

KINDS = ("bar", "line", "pie")
WIDTH, HEIGHT, SCALE = 800, 480, 2
PAPER, INK, FAINT = "#ffffff", "#1f2937", "#e5e7eb"
COLOURS = ("#2563eb", "#f59e0b", "#10b981", "#ef4444", "#8b5cf6", "#14b8a6", "#ec4899", "#84cc16")
# What systems call a font that has Han characters; the bundled one has none.
HAN_FONTS = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSansCN-Regular.otf", "wqy-microhei.ttc",
    "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Light.ttc",
    "msyh.ttc", "simhei.ttf", "arialuni.ttf",
)  # fmt: skip

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Chart:
    """``kind`` is one of :data:`KINDS`; as many ``labels`` as ``values``, one at least, and for a pie none below 0."""

    kind: str
    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of 800 × 480.

    Where no font has the characters of a label, its number stands for it: better than a row of empty boxes.
    """
    fonts = _fonts(chart.title + "".join(chart.labels))
    if fonts is None:
        chart = Chart(chart.kind, "", tuple(str(number) for number in range(1, len(chart.labels) + 1)), chart.values)
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    canvas = _Canvas(ImageDraw.Draw(image), fonts or _bundled)
    top = 20
    if chart.title:
        canvas.text((WIDTH / 2, 34), chart.title, 24, "mm", WIDTH - 40)
        top = 64
    match chart.kind:
        case "pie":
            _pie(canvas, chart, top)
        case _:
            _axes(canvas, chart, top)
    return _png(image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))


def chart_icon() -> bytes:
    """Three bars on a tile of 64 × 64."""
    image = Image.new("RGB", (128, 128), "#eff6ff")
    canvas = ImageDraw.Draw(image)
    for number, (height, colour) in enumerate(zip((44, 80, 60), COLOURS, strict=False)):
        left = 24 + number * 28
        canvas.rounded_rectangle((left, 104 - height, left + 20, 104), 4, fill=colour)
    return _png(image.resize((64, 64), Image.Resampling.LANCZOS))


class _Canvas:
    """Draws in the units of the finished picture."""

    def __init__(self, canvas: ImageDraw.ImageDraw, fonts: Callable[[int], Font]):
        self._draw = canvas
        self._fonts = fonts

    def text(self, at: tuple[float, float], text: str, size: int, anchor: str, width: float) -> None:
        """Smaller where it would be wider than ``width``, and cut where it is still too wide then."""
        font = self._fonts(size * SCALE)
        while size > 11 and font.getlength(text) > width * SCALE:
            size -= 1
            font = self._fonts(size * SCALE)
        while len(text) > 1 and font.getlength(text) > width * SCALE:
            text = f"{text[:-2]}…"
        self._draw.text((at[0] * SCALE, at[1] * SCALE), text, INK, font, anchor=anchor)

    def line(self, points: list[tuple[float, float]], colour: str, width: int) -> None:
        self._draw.line([(x * SCALE, y * SCALE) for x, y in points], colour, width * SCALE, joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self._draw.rectangle([side * SCALE for side in (left, top, right, bottom)], fill=colour)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.circle((x * SCALE, y * SCALE), radius * SCALE, fill=colour)

    def slice(self, centre: tuple[float, float], radius: float, start: float, end: float, colour: str) -> None:
        x, y = centre
        sides = [side * SCALE for side in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.pieslice(sides, start, end, fill=colour, outline=PAPER, width=SCALE)


def _axes(canvas: _Canvas, chart: Chart, top: float) -> None:
    """Bars or a line over a scale of round numbers that holds zero."""
    left, right, bottom = 80, WIDTH - 24, HEIGHT - 56
    step = _step(max(*chart.values, 0) - min(*chart.values, 0))
    low, high = math.floor(min(*chart.values, 0) / step), math.ceil(max(*chart.values, 0) / step)
    high = max(high, low + 1)

    def height(value: float) -> float:
        return bottom - (value / step - low) / (high - low) * (bottom - top)

    for mark in range(low, high + 1):
        y = height(mark * step)
        canvas.line([(left, y), (right, y)], INK if mark == 0 else FAINT, 1)
        canvas.text((left - 10, y), _label(mark * step), 15, "rm", left - 14)
    room = (right - left) / len(chart.values)
    points = [(left + room * (number + 0.5), height(value)) for number, value in enumerate(chart.values)]
    if chart.kind == "line" and len(points) > 1:
        canvas.line(points, COLOURS[0], 3)
    for number, (x, y) in enumerate(points):
        if chart.kind == "line":
            canvas.dot(x, y, 5, COLOURS[0])
        else:
            half = min(room * 0.35, 60)
            canvas.box(x - half, min(y, height(0)), x + half, max(y, height(0)), COLOURS[number % len(COLOURS)])
        value = chart.values[number]
        if len(points) <= 16:
            gap = 12 if chart.kind == "line" else 6
            canvas.text((x, y - gap if value >= 0 else y + gap), _label(value), 14, "ms" if value >= 0 else "mt", room)
        canvas.text((x, bottom + 24), chart.labels[number], 16, "mm", room - 4)


def _pie(canvas: _Canvas, chart: Chart, top: float) -> None:
    centre, radius = (260.0, (top + HEIGHT) / 2), (HEIGHT - top - 24) / 2
    total, angle = sum(chart.values), -90.0
    room = min(30, (HEIGHT - top - 24) / len(chart.values))
    first = centre[1] - room * (len(chart.values) - 1) / 2
    for number, value in enumerate(chart.values):
        colour, end = COLOURS[number % len(COLOURS)], angle + 360 * value / total
        if value:
            canvas.slice(centre, radius, angle, end, colour)
        angle, y = end, first + room * number
        canvas.box(500, y - 7, 514, y + 7, colour)
        said = f"{chart.labels[number]}: {_label(value)} ({value / total:.0%})"
        canvas.text((524, y), said, 16 if room > 18 else 12, "lm", WIDTH - 540)


def _step(span: float) -> float:
    """A round distance between two marks of the scale, so that there are about five."""
    if span == 0:
        return 1.0
    power = 10 ** math.floor(math.log10(span / 5))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power * 5 >= span * 0.999))


def _label(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e9 else f"{value:.4g}"


def _fonts(text: str) -> Callable[[int], Font] | None:
    """The font for ``text`` by size in pixels: the bundled one, or one of the system that has what it lacks."""
    if _has(_bundled(20), text):
        return _bundled
    for name in HAN_FONTS:
        try:
            found = ImageFont.truetype(name, 20)
        except OSError:
            continue
        if _has(found, text):
            return lambda size: ImageFont.truetype(name, size)
    return None


def _has(font: Font, text: str) -> bool:
    """Whether the font has a glyph for each character: a missing one looks like that of no character at all."""
    missing = bytes(font.getmask("\U0010fffe"))
    return not any(bytes(font.getmask(character)) == missing for character in set(text) if not character.isspace())


def _bundled(size: int) -> Font:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()

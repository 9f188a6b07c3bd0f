"""What the app *Toolbox* says of itself."""

from app.embedded.apps.toolbox.phrases import CHINESE, ENGLISH
from app.embedded.profile import Profile

CHART_ICON = "/tools/draw_chart/icon"
_DATE_ICON = {"background": "#FEF3C7", "content": "📅"}

OPENING = """Hello! I am the **Toolbox**. I answer with tools, and show each step:

- I **reckon**, exactly where that is possible;
- I know **the time** in many cities, and the **calendar**;
- I **convert units** and **draw charts**.

也可以用中文提问。"""

PROFILE = Profile(
    slug="toolbox",
    mode="agent-chat",
    title="Toolbox",
    description="An agent with a calculator, a clock, a calendar, a unit converter and charts.",
    opening=OPENING,
    questions=(*ENGLISH.questions[:3], CHINESE.questions[0]),
    icon="🧰",
    icon_background="#DBEAFE",
    colour="#1D4ED8",
    placeholder="Ask for a sum, a time, a date, a conversion or a chart…",
    disclaimer="The Toolbox finds its tools by rules; it is not a language model.",
    suggests=True,
    tool_icons={
        "calculate": {"background": "#DCFCE7", "content": "🧮"},
        "current_time": {"background": "#E0E7FF", "content": "🕰️"},
        "weekday": _DATE_ICON,
        "days_between": _DATE_ICON,
        "add_to_date": _DATE_ICON,
        "convert_units": {"background": "#FCE7F3", "content": "📐"},
        "draw_chart": CHART_ICON,
    },
)

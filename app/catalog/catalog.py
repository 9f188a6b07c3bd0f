"""The apps of a deployment."""

import hashlib
import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from dotenv import dotenv_values

from app.catalog.entry import App, app_of
from app.settings import ENV_FILE, PREFIX, Settings

__all__ = ["App", "Catalog", "CatalogError"]


_SHUT = (
    "it has origins, but neither visitors nor an identity: where people sign in nobody could come in from other sites' "
    "pages. Expected is visitors = true, whose visitors need no name there, or an identity, by which they are named."
)


class CatalogError(Exception):
    """The file of apps is wrong. The text has a sentence a line: where, what, and what was expected; never a key."""


@dataclass(frozen=True)
class Catalog:
    """The apps in their order, one or more."""

    apps: tuple[App, ...]

    @classmethod
    def of(cls, settings: Settings, environment: Mapping[str, str] | None = None) -> Self:
        """The apps that the settings name; variables are those of the process and of ``.env``, unless they are given.

        Raises :class:`CatalogError`.

        Without a file a real app's slug is a digest of address and key, so that two apps of one server keep their own
        rows.
        """
        if settings.config is not None:
            variables = _around() if environment is None else environment
            return cls(_of_file(settings.config, variables, signing_in=settings.sign_in != "open"))
        if settings.api_url and settings.api_key:
            named = f"{settings.api_url} {settings.api_key.get_secret_value()}"
            slug = f"app-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
            return cls((App(slug=slug, url=settings.api_url, key=settings.api_key, visitors=settings.visitors),))
        return cls((App(slug=settings.app, embedded=settings.app, visitors=settings.visitors),))

    def secrets(self) -> set[str]:
        """All that must be shown nowhere."""
        named = (secret for app in self.apps for secret in (app.key, app.identity and app.identity.secret))
        return {secret.get_secret_value() for secret in named if secret}


def _of_file(path: Path, environment: Mapping[str, str], *, signing_in: bool) -> tuple[App, ...]:
    entries = _entries(path)
    apps, problems = list[App](), list[str]()
    for number, entry in enumerate(entries, 1):
        app, wrong = app_of(entry, environment, path.parent)
        problems += [f"{path}: {_named(number, entry)}: {problem}" for problem in wrong]
        if app is not None:
            apps.append(app)
            if signing_in and app.origins and not (app.visitors or app.identity):
                problems.append(f"{path}: {_named(number, entry)}: {_SHUT}")
    problems += [f"{path}: {problem}" for problem in (*_twice(entries), *_alike(apps))]
    if problems:
        raise CatalogError("\n".join(problems))
    return tuple(apps)


def _entries(path: Path) -> list[Any]:
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CatalogError(
            f"{PREFIX}CONFIG names {path}, which cannot be read: {error.strerror or error}. "
            "Expected: a TOML file with an [[app]] table for each app."
        ) from None
    except UnicodeDecodeError:
        raise CatalogError(f"{path} is not UTF-8: save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path} is no TOML: {_without_text(error)}.") from None
    except RecursionError:
        raise CatalogError(f"{path} is no TOML that can be read: it is nested too deep.") from None
    if others := sorted(read.keys() - {"app"}):
        raise CatalogError(
            f"{path}: {', '.join(map(repr, others))} is nothing that a file of apps has: "
            "expected are [[app]] tables alone."
        )
    entries = read.get("app", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CatalogError(f"{path}: app is no list of tables: write [[app]], in two brackets, for each app.")
    if not entries:
        raise CatalogError(f"{path} names no app: expected is an [[app]] table for each.")
    return entries


def _without_text(error: tomllib.TOMLDecodeError) -> str:
    """Where it went wrong: Python's own sentence may quote what stands there, which may be a key."""
    said = str(error)
    place = said[said.rfind("(at") :].strip("()") if "(at" in said else ""
    return f"it cannot be read {place}" if place else "it cannot be read"


def _named(number: int, entry: Mapping[str, Any]) -> str:
    slug = entry.get("slug")
    return f"app {number} ({slug})" if isinstance(slug, str) and slug.isascii() and len(slug) <= 64 else f"app {number}"


def _twice(entries: list[Any]) -> Iterator[str]:
    slugs = Counter(entry["slug"] for entry in entries if isinstance(entry.get("slug"), str))
    for slug, count in slugs.items():
        if count > 1:
            yield f"{count} apps have the slug {slug!r}: each needs one of its own."


def _alike(apps: list[App]) -> Iterator[str]:
    """What one app had, another one with the same key would show, erase and take for its own."""
    slugs: dict[tuple[str, str], str] = {}
    for app in apps:
        place = (app.embedded or app.url or "", app.key.get_secret_value() if app.key else "")
        if (first := slugs.setdefault(place, app.slug)) != app.slug:
            yield f"{first} and {app.slug} are one app, with one address and key: each app can be named once."


def _around() -> dict[str, str]:
    """The environment, and what ``.env`` has besides."""
    return {**{name: value or "" for name, value in dotenv_values(ENV_FILE).items()}, **os.environ}

"""The apps of the embedded server, one package each, and what every one of them has: :mod:`app.embedded.apps.app`."""

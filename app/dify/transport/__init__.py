"""The one package that knows the HTTP library."""

from app.dify.transport.transport import FILE_LIMIT, Network, Transport

__all__ = ["FILE_LIMIT", "Network", "Transport"]

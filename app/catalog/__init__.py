"""Which apps there are: those of the file that ``PARLEY_CONFIG`` names, or else the one of the other settings."""

from app.catalog.catalog import App, Catalog, CatalogError

__all__ = ["App", "Catalog", "CatalogError"]

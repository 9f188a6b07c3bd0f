"""What must not travel through state: the bytes of files, pictures, sound and exports, under the visitor's cookie."""

from starlette.routing import Route

from app.routes import audio, export, files, icons, manifest, shared

ROUTES: list[Route] = [*files.ROUTES, *icons.ROUTES, *audio.ROUTES, *manifest.ROUTES, *export.ROUTES, *shared.ROUTES]

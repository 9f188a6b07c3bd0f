"""What must not travel through state: the bytes of files, pictures and sound, under the visitor's cookie."""

from starlette.routing import Route

from app.routes import audio, files, icons, manifest

ROUTES: list[Route] = [*files.ROUTES, *icons.ROUTES, *audio.ROUTES, *manifest.ROUTES]

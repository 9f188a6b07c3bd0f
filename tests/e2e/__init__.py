"""The browser suite: the built page in a real Chromium, over real sockets, against scripted servers of the API."""

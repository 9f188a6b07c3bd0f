"""What is not there for whoever asks."""


class Gone(Exception):
    """The conversation or turn of that id does not exist, or is somebody else's: both look the same."""

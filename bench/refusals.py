"""The two ways in which a run ends early; each message is one sentence for the person who started it."""


class Missing(Exception):
    """A program is not there, or something did not start."""


class Failed(Exception):
    """An answer was none, or was not the one that was asked for: what was measured means nothing."""

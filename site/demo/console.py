"""What the demo says to the person who runs it."""

import os
import sys
import time

# The supervisor and the commands it runs count from the same moment.
_started = float(os.environ.setdefault("DEMO_STARTED", str(time.monotonic())))


def say(line: str) -> None:
    """Print one line of progress with the seconds since the start."""
    print(f"[{time.monotonic() - _started:5.1f} s] {line}", flush=True)


def complain(sentence: str) -> None:
    """Print the one sentence that says why there is no demo."""
    print(sentence, file=sys.stderr, flush=True)

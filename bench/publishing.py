"""From approval to visible: what both sites have in common. Django has to be set up."""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.questions import Client
from bench.refusals import Failed


def measure(prepare: Callable[[int, str], Any], publish: Callable[[Any], None]) -> None:
    """Read a port, then lines of "page id<TAB>path" from standard input; for each page hand a new version in,
    unmeasured, then publish it and ask for the page, measured. Print the milliseconds, as JSON. The very next request
    has to have the new words: one that has not is a failure."""
    client = Client(int(sys.stdin.readline()))
    found = []
    for number, line in enumerate(sys.stdin):
        page, path = line.rstrip("\n").split("\t")
        words = f"Said anew {os.getpid()} {number}"
        prepared = prepare(int(page), words)
        began = time.perf_counter()
        publish(prepared)
        asked = client.get(path)
        took = time.perf_counter() - began
        if asked.status != 200 or words.encode() not in asked.body:
            raise Failed(f"{path} does not say what was published.")
        found.append(took * 1000)
    print(json.dumps(found[1:]))  # The first one meets code that was never run.

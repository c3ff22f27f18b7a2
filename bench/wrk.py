"""One round of `wrk`: requests a second and latencies, and a failure at the first answer that is none."""

import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from bench.options import CONNECTIONS, FOLDER, THREADS
from bench.refusals import Failed, Missing
from demo.services.ports import LOOPBACK

SCRIPT = Path(__file__).with_name("walk.lua")


class Round(NamedTuple):
    """Requests a second, and the 99th percentile of the answers' times in milliseconds."""

    rate: float
    p99: float


def ask(port: int, lines: list[str], seconds: int, *, once: bool = False) -> Round:
    """Ask for these lines (`walk.lua`) for some seconds. With `once` none is asked for twice. Raises Failed."""
    asked = FOLDER / "lines"
    asked.write_text("\n".join(lines) + "\n")
    environment = {
        **os.environ, "WALK_FILE": str(asked), "WALK_ONCE": "1" if once else "0", "WALK_THREADS": str(THREADS),
    }  # fmt: skip
    command = [
        "wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT),
        f"http://{LOOPBACK}:{port}",
    ]  # fmt: skip
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=seconds * 3 + 120
    )
    said = next((line for line in done.stdout.splitlines() if line.startswith("WALKED ")), "")
    if not said:
        raise Missing(f"wrk said nothing that can be read: {done.stderr.strip() or done.stdout.strip()}")
    found = json.loads(said.removeprefix("WALKED "))
    if found["failed"] or found["status"] or found["ran_out"] or not found["requests"]:
        raise Failed(f"{lines[0]} and its like on port {port}: {found}")
    return Round(found["requests"] / found["microseconds"] * 1e6, found["p99"] / 1000)

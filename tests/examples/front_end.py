"""The example front end as an operator runs it: a process that builds it when the site says so, one that serves it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo.services.ports import find_free

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "examples" / "astro"


class FrontEnd:
    """Built from `site`, and built anew by messages that are signed with `secret`."""

    def __init__(self, site: str, secret: str) -> None:
        # Installs its packages, or waits until whoever began with that has done it.
        subprocess.run(["make", "--silent", "examples/astro/node_modules/installed"], cwd=REPOSITORY, check=True)
        self._name = f"dist-{os.getpid()}"
        self.folder = FOLDER / self._name / "client"
        self._environment = {**os.environ, "NORTH_STAR": site, "HOST": "127.0.0.1", "WEBHOOK_SECRET": secret}
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self.hook = self.url = ""

    def start(self) -> None:
        """Build it, and serve what was built."""
        self.hook = self._run("webhook.mjs", DIST=self._name, PAUSE="0")
        self.wait_for("Listening", "webhook.mjs")
        server = f"{self._name}/server/entry.mjs"
        self.url = self._run(server).rstrip("/")
        self.wait_for("listening", server)

    def _run(self, script: str, **environment: str) -> str:
        port = str(find_free())
        self._processes[script] = subprocess.Popen(
            ["node", script],
            cwd=FOLDER,
            env={**self._environment, **environment, "PORT": port},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return f"http://127.0.0.1:{port}/"

    def wait_for(self, words: str, script: str = "webhook.mjs") -> None:
        """Read what a process prints, up to a line with these words."""
        printed = []
        for line in self._processes[script].stdout or ():
            if words in line:
                return
            printed.append(line)
        raise AssertionError(f"It ended without saying {words!r}:\n{''.join(printed)}")

    def files(self) -> dict[str, str]:
        """What it gives as text: by path."""
        kinds = {".html", ".json", ".css", ".js", ".txt", ".vtt"}
        found = (path for path in self.folder.rglob("*") if path.suffix in kinds)
        return {str(path.relative_to(self.folder)): path.read_text() for path in found}

    def end(self) -> None:
        for process in self._processes.values():
            process.terminate()
            process.communicate(timeout=20)
        for ending in ("", ".next", ".last"):
            shutil.rmtree(FOLDER / f"{self._name}{ending}", ignore_errors=True)


@contextmanager
def running(site: str, secret: str) -> Iterator[FrontEnd]:
    front = FrontEnd(site, secret)
    try:
        front.start()
        yield front
    finally:
        front.end()


def signed(secret: str, body: str, at: Any, uid: str = "msg_test") -> dict[str, str]:
    """The headers of a message, as the library for receivers signs it."""
    from standardwebhooks.webhooks import Webhook

    return {
        "webhook-id": uid,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(uid, at, body),
    }

"""The folder `.demo/`: everything one demo keeps between two runs, and who may use it now."""

import base64
import fcntl
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.services.postgres import PrivatePostgres

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / ".demo"


class Refusal(Exception):
    """The demo cannot run; the message is the one sentence to show."""


@contextmanager
def held() -> Iterator[None]:
    """Hold the folder: two servers on one cluster would destroy it. Raises Refusal when taken."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal("A demo is already running from this folder: end that one first.") from None
        yield


def own_secrets() -> dict[str, str]:
    """Return the demo's secrets by name, made on its first run and kept beside its data."""
    path = FOLDER / "environment"
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEMO_PASSWORD": secrets.token_urlsafe(9),
        "CONSENT_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    path.touch(mode=0o600)
    kept = dict(line.split("=", 1) for line in path.read_text().splitlines())
    if made.keys() - kept.keys():  # A demo from before one of them was needed keeps the others.
        path.write_text("".join(f"{name}={value}\n" for name, value in {**made, **kept}.items()))
        return {**made, **kept}
    return kept


def cluster() -> PrivatePostgres:
    """Return the demo's own PostgreSQL, not started."""
    return PrivatePostgres(FOLDER / "postgres")


def remove() -> None:
    """Remove the demo's data. Raises Refusal while a demo uses it."""
    with held():
        shutil.rmtree(cluster().folder, ignore_errors=True)
        shutil.rmtree(FOLDER)

"""`make demo`: everything the site needs on one machine, from nothing to served, and back to nothing.

    python -m demo.supervisor run --port 8000
    python -m demo.supervisor reset

It runs before Django has settings, because it makes them: the secrets, the database's address.
"""

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from typing import NoReturn

import psycopg

from demo import folder
from demo.console import complain, say
from demo.folder import Refusal
from demo.services.ports import is_free
from demo.services.postgres import PostgresError
from demo.services.processes import Child

MANAGE = [sys.executable, str(folder.REPOSITORY / "manage.py")]
SERVER = (
    *("config.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1", "--log-level", "warning"),
    *("--workers", "2", "--blocking-threads", "4", "--backpressure", "64"),
)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to end: Ctrl-C, SIGTERM, or a closed terminal."""


def run(port: int, running: ExitStack) -> NoReturn:
    """Bring the site up on this port and serve; whatever is started is put into `running`.

    Raises Refusal or PostgresError when it cannot, and Stopped when it is asked to end.
    """
    if not is_free(port):
        raise Refusal(
            f"Port {port} on 127.0.0.1 is taken: end what uses it, or choose another with 'make demo PORT={port + 1}'."
        )
    named = _named_database()
    running.enter_context(folder.held())
    environment = {
        **os.environ,
        **folder.own_secrets(),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": named or _private_database(running),
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    _finish([*MANAGE, "demo", "prepare"], environment, running)
    server = _start([sys.executable, "-m", "granian", *SERVER, "--port", str(port)], environment, running)
    worker = _start([*MANAGE, "db_worker", "--verbosity", "0"], environment, running)
    _finish([*MANAGE, "demo", "welcome"], environment, running)
    _wait_for_answer(port, server)
    say("Ready. Ctrl-C ends it.")
    while server.exit_code is None and worker.exit_code is None:
        time.sleep(0.2)
    ended = "worker" if server.exit_code is None else "server"
    raise Refusal(f"The demo's {ended} ended by itself; its last lines are above.")


def _named_database() -> str | None:
    """Return the address in DATABASE_URL, if there is one, once it has answered."""
    url = os.environ.get("DATABASE_URL")
    if url:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except (psycopg.Error, UnicodeError) as error:
            reason = " ".join(str(error).split())
            raise Refusal(f"The database of DATABASE_URL cannot be reached: {reason}") from None
    return url


def _private_database(running: ExitStack) -> str:
    """Start the demo's own PostgreSQL and return the address of its database."""
    say("Starting a private PostgreSQL")
    cluster = folder.cluster()
    running.callback(cluster.stop)
    cluster.start()
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'demo'").fetchone():
            connection.execute("CREATE DATABASE demo")
    return cluster.url("demo")


def _start(command: list[str], environment: dict[str, str], running: ExitStack) -> Child:
    child = Child(command, environment=environment)
    running.callback(child.stop)
    return child


def _finish(command: list[str], environment: dict[str, str], running: ExitStack) -> None:
    if _start(command, environment, running).wait():
        raise Refusal(f"'manage.py {' '.join(command[2:])}' failed; its reason is above.")


def _wait_for_answer(port: int, server: Child) -> None:
    """Return once the server answers: its port is open long before its workers have started."""
    deadline = time.monotonic() + 60
    while server.exit_code is None and time.monotonic() < deadline:
        question = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            question.request("HEAD", "/")
            question.getresponse()
            return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            question.close()
    raise Refusal("The server did not answer; its last lines are above.")


def _raise_stopped(number: int, frame: object) -> NoReturn:
    raise Stopped


def main() -> int:
    """Obey the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="demo.supervisor", description="Run or reset the demo.")
    parser.add_argument("action", choices=["run", "reset"])
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args()
    for number in SIGNALS:
        signal.signal(number, _raise_stopped)
    running = ExitStack()
    try:
        if asked.action == "run":
            run(asked.port, running)
        folder.remove()
        say("The demo's data is gone; 'make demo' starts over.")
    except Stopped:
        say("Ending.")
    except (Refusal, PostgresError) as reason:
        complain(str(reason))
        return 1
    finally:
        # A second Ctrl-C must not leave half of it running.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        running.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

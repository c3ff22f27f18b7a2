"""A real S3 for the tests: Ceph's RADOS gateway, one for a whole run, however many processes the run has.

The first process that asks starts a keeper, which starts a monitor, a store and the gateway and ends them when no
process that asked is there any more: `python -m tests.media.gateway FOLDER`. Debian: ceph-mon, ceph-osd, radosgw,
ceph-common.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from demo.services.ports import find_free
from demo.services.processes import Child

PROGRAMS = ("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "monmaptool")
REPOSITORY = Path(__file__).resolve().parents[2]
KEY = {"access_key": "northstartests", "secret_key": "a-secret-of-these-tests-only"}


def missing() -> list[str]:
    """The programs that are not on this machine."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@contextlib.contextmanager
def gateway() -> Iterator[dict[str, str]]:
    """Its address and key, while this process needs it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"north-star-s3-{run}"
    folder.mkdir(exist_ok=True)
    user = folder / f"user-{os.getpid()}"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        user.touch()
        address = folder / "address"
        if not address.exists():
            with (folder / "keeper.log").open("w") as log:
                # No child of ours: whoever asked first may be done first.
                subprocess.Popen(
                    [sys.executable, "-m", "tests.media.gateway", str(folder)],
                    env={**os.environ, "PYTHONPATH": f"site{os.pathsep}."},
                    cwd=REPOSITORY,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            _wait(address.exists, f"the gateway did not start: see {folder}")
    try:
        yield json.loads(address.read_text())
    finally:
        user.unlink(missing_ok=True)


def keep(folder: Path) -> None:
    """Start it, say where it is, and end it when nobody needs it."""
    port, children = find_free(), []
    try:
        _configure(folder, port)
        children = _start(folder)
        _wait(lambda: _answers(port), "no answer from the gateway")
        address = folder / "starting"
        address.write_text(json.dumps({"endpoint_url": f"http://127.0.0.1:{port}", **KEY}))
        address.rename(folder / "address")
        while any(_is_alive(user) for user in folder.glob("user-*")):
            time.sleep(0.2)
    finally:
        for child in reversed(children):
            child.stop(patience=3)
        if (folder / "address").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(user: Path) -> bool:
    return Path(f"/proc/{user.name.partition('-')[2]}").exists()


def _wait(happened: Callable[[], bool], otherwise: str) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.1)
    raise RuntimeError(otherwise)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _configure(folder: Path, port: int) -> None:
    for name in ("mon", "osd", "run"):
        (folder / name).mkdir()
    settings = _SETTINGS.format(folder=folder, port=port, monitor=find_free(), fsid=uuid.uuid4())
    (folder / "ceph.conf").write_text(settings)


def _start(folder: Path) -> list[Child]:
    def run(*command: str) -> bool:
        ended = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=30)
        return ended.returncode == 0

    def must(*command: str) -> None:
        if not run(*command):
            raise RuntimeError(f"failed: {' '.join(command)}")

    def start(*command: str) -> Child:
        return Child(command, environment=environment, output=log)

    log = (folder / "log").open("a")
    environment = {**os.environ, "CEPH_CONF": str(folder / "ceph.conf")}
    text = (folder / "ceph.conf").read_text()
    fsid, monitor = (text.partition(f"{name} = ")[2].split()[0] for name in ("fsid", "mon host"))
    must("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[{monitor}]", str(folder / "monmap"))
    must("ceph-mon", "--mkfs", "-i", "a", "--monmap", str(folder / "monmap"))
    children = [start("ceph-mon", "-f", "-i", "a")]
    _wait(lambda: run("ceph", "-s"), "no answer from the monitor")
    store = str(uuid.uuid4())
    must("ceph", "osd", "new", store)
    must("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", store)
    must("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=localhost")
    children.append(start("ceph-osd", "-f", "-i", "0"))
    must(
        "radosgw-admin", "user", "create", "--uid=tests", "--display-name=tests",
        f"--access-key={KEY['access_key']}", f"--secret-key={KEY['secret_key']}",
    )  # fmt: skip
    children.append(start("radosgw", "-f", "-n", "client.rgw"))
    return children


# One of each, on this machine only, with no rights and no copies; a store in files (the one in memory hangs).
_SETTINGS = """
[global]
fsid = {fsid}
mon host = v1:127.0.0.1:{monitor}
ms bind msgr2 = false
ms bind ipv6 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 2000
mon data avail crit = 1
mon data avail warn = 2
osd crush chooseleaf type = 0
osd crush update on start = false
osd class update on start = false
run dir = {folder}/run
admin socket = {folder}/run/$name.$pid.asok
crash dir = {folder}/run
log file = {folder}/$name.log
mon data = {folder}/mon
osd data = {folder}/osd
osd objectstore = bluestore
bluestore block size = 2147483648
bluestore min alloc size = 4096
bluestore fsck on mount = false
osd max object name len = 256
osd max object namespace len = 64
osd memory target = 1073741824
paxos propose interval = 0.05
paxos min wait = 0.02
debug mon = 0/0
debug paxos = 0/0
debug osd = 0/0
debug rocksdb = 0/0
debug bluestore = 0/0
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw thread pool size = 32
rgw num rados handles = 1
"""

if __name__ == "__main__":
    keep(Path(sys.argv[1]))

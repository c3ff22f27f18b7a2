"""`make demo` on a copy of the tree: it comes up, keeps its data, and leaves nothing running."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from demo.services.ports import find_free, is_free
from tests.seeds import Seed

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tree without its history, environment and data."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copy(REPOSITORY / "manage.py", folder)
    shutil.copytree(REPOSITORY / "site", folder / "site", ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    yield folder
    supervisor(folder, "reset").wait(30)
    assert not (folder / ".demo").exists()


def supervisor(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "demo.supervisor", *arguments],
        cwd=folder,
        env={**plain, "PYTHONPATH": "site"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def is_running(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


class Demo:
    """A running demo and what it printed until it was ready."""

    def __init__(self, folder: Path) -> None:
        self.port = find_free()
        started = time.monotonic()
        self.process = supervisor(folder, "run", "--port", str(self.port))
        self.printed = []
        for line in self.process.stdout:
            self.printed.append(line)
            if "Ready" in line:
                break
        else:
            pytest.fail("".join(self.printed))
        self.seconds = time.monotonic() - started
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def environment(self) -> dict[str, str]:
        """What its server was started with."""
        return next(each for each in map(psutil.Process.environ, self.family) if "DATABASE_URL" in each)

    def seeding(self) -> list[str]:
        """What it told while it was seeding."""
        said = [line.partition("] ")[2].strip() for line in self.printed]
        first = next(number for number, line in enumerate(said) if line.startswith("Seeding"))
        return [line for line in said[first:-1] if line]

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        code = self.process.wait(60)
        # An orphan that has ended waits as a zombie for the machine's first process, which may take its time.
        _, left = psutil.wait_procs(self.family, 30)
        alive = [process for process in left if is_running(process)]
        for process in alive:
            process.kill()
        assert not alive
        assert is_free(self.port)
        return code


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_demo_serves_shares_its_folder_with_none_keeps_its_data_and_leaves_nothing_running(
    copy: Path, how: signal.Signals, seed: Seed
):
    again = (copy / ".demo" / "environment").exists()
    demo = Demo(copy)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/admin/login/", timeout=30) as answer:
            assert answer.status == 200
        second = supervisor(copy, "run", "--port", str(find_free()))
        printed, _ = second.communicate(timeout=30)
        assert second.returncode == 1
        assert printed.strip() == "A demo is already running from this folder: end that one first."
        secrets = (copy / ".demo" / "environment").read_text()
        assert "SECRET_KEY=" in secrets
        if again:
            assert not [line for line in demo.printed if "Seeding" in line]
            assert demo.seconds < 60, "".join(demo.printed)
        elif not seed.is_there:
            environment = demo.environment()
            media = copy / ".demo" / "media"
            seed.keep(environment["DATABASE_URL"], media, demo.seeding(), environment["DEMO_PASSWORD"])
    finally:
        code = demo.end(how)
    assert code == (-signal.SIGKILL if how == signal.SIGKILL else 0)

"""Run the project's own programs the way an operator does: as processes with an environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs Python with these arguments and no environment but the one given."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, *arguments],
            env={**plain, "PYTHONPATH": "site", **environment},
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )

    return run

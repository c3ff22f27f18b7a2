"""Children that never outlive us, whichever way we end."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Ask Linux for a SIGTERM when the parent dies: nobody can clean up after a SIGKILL."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """A process in a group of its own, so that Ctrl-C reaches us first and we end it in order."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        output: IO[str] | None = None,
        account: int | None = None,
    ) -> None:
        """Start `command`; `account` is the user id it runs as, when it must not be ours."""
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            cwd="/" if account is not None else None,
            user=account,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    @property
    def pid(self) -> int:
        """The leader's process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while the process runs."""
        return self._process.poll()

    def wait(self) -> int:
        """Wait for the end and return the exit code."""
        return self._process.wait()

    def stop(self, first: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
        """Ask the leader to end; after `patience` seconds, end whatever is left of its group."""
        if self._process.poll() is None:
            self._process.send_signal(first)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

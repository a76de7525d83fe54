"""Several processes in one terminal: started together, watched, and stopped together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from newsletter.transports.patience import STOP_S

GRACE_S = STOP_S + 10  # a sender waits for outstanding answers that long, then writes down what it heard
LOOK_S = 0.2
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class ProcessEnded(RuntimeError):  # noqa: N818 - failures are named by what happened
    """One of the processes ended by itself; the message names it and its exit code."""


class Processes:
    """A context manager: enter starts them all, exit ends them all, whatever happened in between."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> Self:
        # Ctrl-C and a plain kill end this process by an exception, so that exit below always runs.
        signal.signal(signal.SIGTERM, _interrupt)
        for name, command in self._commands.items():
            # A session of its own: Ctrl-C reaches us alone, and we end them in order.
            self._running[name] = subprocess.Popen(  # noqa: S603 - the commands are ours
                command,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has no threads
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave anyone behind
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            _wait_or_kill(process)

    def watch(self) -> None:
        """Return when nothing has ended since the last look. Raises ProcessEnded."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise ProcessEnded(
                    f"The {name} ended by itself with exit code {process.returncode}. See its lines above."
                )
        time.sleep(LOOK_S)


def _wait_or_kill(process: subprocess.Popen) -> None:
    try:
        process.wait(timeout=GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    """Even a kill -9 of the parent leaves no process behind that holds the port. Only Linux offers this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

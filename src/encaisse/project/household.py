"""The processes of a demonstration: started together, restarted alone, stopped together, leaving none behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType, TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
PATIENCE = 6.0
RESTARTS = 20


class Household:
    def __init__(self) -> None:
        self.members: dict[str, tuple[list[str], subprocess.Popen[bytes]]] = {}
        self.restarts = 0

    def __enter__(self) -> Self:
        signal.signal(signal.SIGTERM, interrupt)
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.stop()

    def start(self, name: str, arguments: list[str]) -> None:
        argv = [sys.executable, "-m", "encaisse.project.cli", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        child = subprocess.Popen(argv, env=environment, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent)  # noqa: PLW1509 - one thread here
        self.members[name] = (arguments, child)

    def check(self) -> None:
        """Start again whoever died; give up when it keeps dying."""
        for name, (arguments, child) in list(self.members.items()):
            if child.poll() is None:
                continue
            self.restarts += 1
            if self.restarts > RESTARTS:
                sys.exit(f"The {name} process keeps stopping (exit code {child.returncode}); its output above says why.")
            time.sleep(min(self.restarts * 0.2, 2))
            self.start(name, arguments)

    def watch(self) -> int:
        try:
            while True:
                self.check()
                time.sleep(0.5)
        except KeyboardInterrupt:
            sys.stdout.write("\n  Stopping …\n")
            return 0

    def stop(self) -> None:
        """Ask everyone to stop quickly, then insist."""
        children = [child for _, child in self.members.values()]
        for order in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + PATIENCE
            for child in children:
                child.send_signal(order)
            for child in children:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(max(deadline - time.monotonic(), 0.1))
            children = [child for child in children if child.poll() is None]


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def die_with_parent() -> None:
    """Linux: a killed parent takes its children with it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

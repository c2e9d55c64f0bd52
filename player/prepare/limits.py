"""A job in a child process of its own, under limits of time and memory: what untrusted bytes are decoded in.

On Linux the worker, which has imported everything, forks a child a job: it starts in milliseconds, and whatever the
job does to its memory, its descriptors or its process ends with it. Where there is no fork (Windows) the job runs in
the worker itself, which its client may kill.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from player.errors import PaintError

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use: `seconds` of wall time, `memory` bytes of address space beyond what the worker has."""

    seconds: float = 20.0
    memory: int = 1_500_000_000
    answer: int = 1_000_000


def run_limited(job: Callable[[], bytes], limits: Limits) -> bytes:
    """What `job` returns, from a child under `limits`. Raises PaintError where it dies, loops or answers too much."""
    if not CAN_FORK:
        return job()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run_as_child(job, writer, limits)
    os.close(writer)
    try:
        return _collect(child, reader, limits)
    finally:
        os.close(reader)


def _run_as_child(job: Callable[[], bytes], writer: int, limits: Limits) -> None:
    """Never returns: runs the job, writes its answer, leaves by `_exit` so that no handler of the parent runs."""
    code = 1
    with suppress(BaseException):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _restrict(limits)
        answer = job()
        view = memoryview(answer)
        while view:
            view = view[os.write(writer, view) :]
        code = 0
    os._exit(code)


def _restrict(limits: Limits) -> None:
    """Limits on the child itself: address space, processor time, no core file, niceness."""
    import resource  # noqa: PLC0415  # exists on POSIX alone, and only the child needs it

    pages = int(open("/proc/self/statm", encoding="ascii").read().split()[0])  # noqa: SIM115, PTH123  # the child ends soon
    space = pages * resource.getpagesize() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    cpu = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def _collect(child: int, reader: int, limits: Limits) -> bytes:
    """The child's answer, read until it closes its end; the child is always reaped."""
    answer, fault = _read_until_closed(reader, limits)
    if fault:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if fault or status != 0:
        raise PaintError(fault or f"the job died: {_cause(status)}", retry=False)
    return answer


def _read_until_closed(reader: int, limits: Limits) -> tuple[bytes, str]:
    """All that comes, and what is wrong with it, if anything: it takes too long, or there is too much of it."""
    deadline = time.monotonic() + limits.seconds
    answer = bytearray()
    while len(answer) <= limits.answer:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return b"", f"the job took more than {limits.seconds:g} s"
        part = os.read(reader, 65_536)
        if not part:
            return bytes(answer), ""
        answer += part
    return b"", "the job answered too much"


def _cause(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return signal.Signals(-code).name if code < 0 else f"exit {code}"

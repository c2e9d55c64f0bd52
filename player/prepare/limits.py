"""A job in a child process of its own, under limits of time and memory: what untrusted bytes are decoded in.

On Linux the worker, which has imported everything, forks a child a job: it starts in milliseconds, and whatever the
job does to its memory, its descriptors or its process ends with it. With a `Room` the child closes a sandbox round
itself first (`sandbox.py`). Where there is no fork (Windows) the job runs in the worker itself, which ends with it.
"""

from __future__ import annotations

import faulthandler
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from player.errors import PaintError
from player.model.words import Words

if TYPE_CHECKING:
    from player.prepare.sandbox import Guards

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"

_NICE = 5
"""How much a worker gives way to the glass, and its children once more: at 5 it gets a quarter of a processor that both want, at 10 a tenth."""

_BELOW_NORMAL = 0x4000
"""The same on Windows: BELOW_NORMAL_PRIORITY_CLASS."""

_OUT_OF_MEMORY = 77
"""The exit code of a child whose job found no memory."""

_DEADLY = ("SIGTERM", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT")
"""What a child dies of at once and by its own name, whatever its parent, or a library there, does on such a signal."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use.

    `seconds` of wall time; `memory`, bytes of address space beyond what the worker has; `answer`, bytes that come back;
    `file`, bytes of a file that it writes (a frame of 8K takes 133 MB); `descriptors` open at once; how much it gives way.
    """

    seconds: float = 20.0
    memory: int = 1_500_000_000
    answer: int = 1_000_000
    file: int = 300_000_000
    descriptors: int = 64
    nice: int = _NICE


@dataclass(frozen=True, slots=True)
class Room:
    """What a job may touch: it may open `reads`, files or folders, to read; it keeps the open descriptors `keeps`.

    It writes to those alone: no path is open to it for that.
    """

    reads: tuple[Path, ...] = ()
    keeps: tuple[int, ...] = ()


class JobDied(PaintError):
    """The child died, looped or answered too much: `cause` says which, with the figure of the limit, for staff."""

    def __init__(self, message: str, cause: Words) -> None:
        super().__init__(message, retry=False)
        self.cause = cause


def run_limited(job: Callable[[], bytes], limits: Limits, room: Room | None = None) -> bytes:
    """What `job` returns, from a child under `limits`, in a sandbox where `room` says what it may touch.

    Raises JobDied where it dies, loops or answers too much.
    """
    if not CAN_FORK:
        return _run_here(job, limits)
    if room is not None:
        from player.prepare import sandbox  # noqa: PLC0415  # ctypes, which only workers need; loaded before the fork

        sandbox.ready()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run_as_child(job, writer, limits, room)
    os.close(writer)
    try:
        return _collect(child, reader, limits)
    finally:
        os.close(reader)


def _run_here(job: Callable[[], bytes], limits: Limits) -> bytes:
    """What the job returns, in this process. One that takes too long ends the process, by a thread that waits for no turn of Python's."""
    with suppress(RuntimeError, ValueError, OSError):  # there is no standard error to say it on
        faulthandler.dump_traceback_later(limits.seconds, exit=True)
    try:
        return job()
    except MemoryError:
        raise death(_OUT_OF_MEMORY, limits) from None
    finally:
        faulthandler.cancel_dump_traceback_later()


def guards() -> Guards:
    """What of the sandbox this machine has, tried in a child."""
    from player.prepare.sandbox import Guards, enter  # noqa: PLC0415  # as above

    if not CAN_FORK:
        return Guards()
    return Guards(*json.loads(run_limited(lambda: json.dumps(astuple(enter(Room()))).encode(), Limits())))


def give_way() -> None:
    """From now on this process and its children run when nobody else wants to: the glass never waits for a decoder."""
    with suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415  # there alone

            kernel = ctypes.WinDLL("kernel32")
            kernel.GetCurrentProcess.restype = ctypes.c_void_p
            kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL)
        else:
            os.nice(_NICE)


def _run_as_child(job: Callable[[], bytes], writer: int, limits: Limits, room: Room | None) -> NoReturn:
    """Never returns: runs the job, writes its answer, leaves by `_exit` so that no handler of the parent runs."""
    code = 1
    try:
        enclose(limits, room, keeps={writer})
        view = memoryview(job())
        while view:
            view = view[os.write(writer, view) :]
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    except BaseException:  # noqa: BLE001, S110  # whatever it was, its exit code tells the parent that it failed
        pass
    finally:
        os._exit(code)


def enclose(limits: Limits, room: Room | None, *, keeps: Collection[int] = ()) -> None:
    """Closes a forked child off for ever: limits, a sandbox where there is a `room`, no descriptor but the room's and `keeps`."""
    for name in _DEADLY:
        signal.signal(signal.Signals[name], signal.SIG_DFL)
    _close_inherited({0, 1, 2, *keeps, *(() if room is None else room.keeps)})
    _restrict(limits)
    if room is not None:
        from player.prepare import sandbox  # noqa: PLC0415  # it is there already

        _say_nothing()
        sandbox.enter(room)


def _close_inherited(kept: Collection[int]) -> None:
    """What the worker has open (its link, above all) is closed here, but for the descriptors `kept`."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  # names are wanted, and this is done for every job
        if (descriptor := int(name)) not in kept:
            with suppress(OSError):  # the folder's own, which is closed by now
                os.close(descriptor)


def _say_nothing() -> None:
    """What decoders print of bad bytes reaches no log and no terminal: it could be endless, or typed by a stranger."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)


def _restrict(limits: Limits) -> None:
    """Limits on the child itself: address space, processor time, files, descriptors, no core file, niceness."""
    import resource  # noqa: PLC0415  # exists on POSIX alone, and only the child needs it

    pages = int(open("/proc/self/statm", encoding="ascii").read().split()[0])  # noqa: SIM115, PTH123  # the child ends soon
    space = pages * resource.getpagesize() + limits.memory
    cpu = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file, limits.file))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.descriptors, limits.descriptors))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(limits.nice)


def _collect(child: int, reader: int, limits: Limits) -> bytes:
    """The child's answer, read until it closes its end; the child is always reaped."""
    answer, fault = _read_until_closed(reader, limits)
    if fault:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if fault:
        raise fault
    if status != 0:
        raise death(os.waitstatus_to_exitcode(status), limits)
    return answer


def _read_until_closed(reader: int, limits: Limits) -> tuple[bytes, JobDied | None]:
    """All that comes, and what is wrong with it, if anything: it takes too long, or there is too much of it."""
    deadline = time.monotonic() + limits.seconds
    answer = bytearray()
    while len(answer) <= limits.answer:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return b"", _too_slow(limits)
        part = os.read(reader, 65_536)
        if not part:
            return bytes(answer), None
        answer += part
    size = f"{limits.answer / 1e6:g} MB"
    return b"", JobDied("the job answered too much", Words(f"结果超过 {size}", f"its answer is over {size}"))


def _too_slow(limits: Limits) -> JobDied:
    seconds = f"{limits.seconds:g}"
    message = f"the job took more than {seconds} s"
    return JobDied(message, Words(f"超过 {seconds} 秒还没有打开", f"not open after {seconds} s"))


def death(code: int, limits: Limits) -> JobDied:
    """Why a child ended with that exit code, or by that signal where it is under 0."""
    if code == _OUT_OF_MEMORY:
        size = f"{limits.memory / 1e6:.0f} MB"
        return JobDied(f"the job died: no memory within {size}", Words(f"内存超过 {size}", f"it needs over {size}"))
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    if name == "SIGXCPU":
        return _too_slow(limits)
    return JobDied(f"the job died: {name}", Words(f"程序中途崩溃（{name}）", f"the program crashed half way ({name})"))

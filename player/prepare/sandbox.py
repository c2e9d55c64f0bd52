"""The sandbox in which untrusted bytes are decoded on Linux: a process closes it round itself and never gets out.

Whoever takes over a decoder by a crafted picture holds a process that can read the one file it was given, our fonts
and the libraries, write to what it was given open (its answer, the pixels of its own frame), and nothing more:

    capabilities   what root can do beyond a user is given up, but for access to its own files
    landlock       files are read only as the `Room` says, none is written, made or removed; no TCP (since its version 4),
                   no signals to others (since 6)
    seccomp        no new programs or processes, no sockets, no tracing, no mounting, no file opened to be written, made
                   or removed … (EPERM); threads are allowed, since AVIF is decoded in them

Each is what the kernel offers (landlock since 5.13; containers may forbid it): what is missing is left out and told by
`enter`, never an error, since a picture shown without a sandbox is better than a black screen. Raw system calls by
ctypes: see landlock(7), seccomp(2), and the kernel's `Documentation/userspace-api`. Numbers for x86-64 and aarch64.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from player.prepare import syscalls
from player.prepare.limits import Room


@dataclass(frozen=True, slots=True)
class Guards:
    """What is in force: `landlock` is its version, 0 where the kernel has none."""

    capabilities: bool = False
    landlock: int = 0
    seccomp: bool = False


def enter(room: Room) -> Guards:
    """Closes the sandbox round this process for ever. Never raises; what the kernel does not have is not in force."""
    if not sys.platform.startswith("linux"):
        return Guards()
    libc = _libc()
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a worker that is killed takes its child with it
    capabilities = _drop_capabilities(libc)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Guards(capabilities)
    return Guards(capabilities, _close_files(libc, room), _close_calls(libc))


def enter_program(*, reads: Iterable[Path], writes: Iterable[Path], sockets: Iterable[Path] = ()) -> Guards:
    """Closes this process off before it becomes another program, such as an office suite. Never raises.

    It may read `reads` and the system's programs, libraries, settings and fonts, write beneath `writes` and nowhere
    else, and speak to nobody: no socket but those of the file system, which it may make beneath `writes` and `sockets`.
    """
    if not sys.platform.startswith("linux"):
        return Guards()
    libc = _libc()
    capabilities = _drop_capabilities(libc)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Guards(capabilities)
    allowed = [(path, _READ_FILE | _READ_DIR | _EXECUTE) for path in (*_PROGRAMS, *_own_files(), *reads)]
    allowed += [(path, _EVERYTHING) for path in writes]
    allowed += [(path, _MAKE_SOCKET) for path in sockets]
    allowed += [(Path("/dev/null"), _READ_FILE | _WRITE_FILE)]
    return Guards(capabilities, _close_paths(libc, allowed), _close_network(libc))


def die_with(parent: int, by: signal.Signals) -> None:
    """From now on the signal comes when the process `parent` ends, and at once where it has; also after an `exec`."""
    _libc().prctl(_PR_SET_PDEATHSIG, by, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def ready() -> None:
    """Loads what `enter` needs, so that processes forked from here find it."""
    _libc()
    _own_files()
    _filter(0)


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return libc


# What root can do: see capabilities in section 7 of the manual

_KEPT = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: a player run by root may have another user's cache
_CAPABILITY_VERSION = 0x2008_0522


def _drop_capabilities(libc: ctypes.CDLL) -> bool:
    header = struct.pack("Ii", _CAPABILITY_VERSION, 0)
    data = ctypes.create_string_buffer(24)
    try:
        if libc.capget(header, data) != 0:
            return False
        effective, permitted, _, *_ = struct.unpack("6I", data.raw)
        kept = struct.pack("6I", effective & _KEPT, permitted & _KEPT, 0, 0, 0, 0)
        return bool(libc.capset(header, kept) == 0)
    except AttributeError:  # a C library without them
        return False


# Files: see landlock in section 7 of the manual

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_PATH_BENEATH = 1
_PROGRAMS = tuple(Path(text) for text in ("/usr", "/bin", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev/urandom"))
"""What any program of the system needs to run."""

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_MAKE_SOCKET, _TRUNCATE = 1 << 9, 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_EVERYTHING = (1 << 15) - 1  # all but what reaches into devices
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights to files there are since a version."""

_NO_TCP = 0b11  # since version 4: bind, connect
_NO_SIGNALS_NO_ABSTRACT_SOCKETS = 0b11  # since version 6


def _close_files(libc: ctypes.CDLL, room: Room) -> int:
    """The version of landlock by which files are read from now on as the room says, 0 where there is none."""
    return _close_paths(libc, [(path, _READ_FILE | _READ_DIR) for path in (*_own_files(), *room.reads)])


def _close_paths(libc: ctypes.CDLL, allowed: Iterable[tuple[Path, int]]) -> int:
    """The version of landlock that now guards files, 0 where there is none."""
    version: int = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return 0
    handled = (1 << max(bits for since, bits in _FILE_RIGHTS.items() if version >= since)) - 1
    attributes = struct.pack("<Q", handled)
    if version >= 4:
        attributes += struct.pack("<Q", _NO_TCP)
    if version >= 6:
        attributes += struct.pack("<Q", _NO_SIGNALS_NO_ABSTRACT_SOCKETS)
    ruleset: int = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return 0
    try:
        for path, rights in allowed:
            _allow(libc, ruleset, path, rights & handled)
        return version if libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0 else 0
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """The file, or all that is beneath the folder, may be used so. What is not there needs no rule."""
    with suppress(OSError):
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        allowed = rights if path.is_dir() else rights & _OF_FILES
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("<Qi", allowed, opened), 0)
        os.close(opened)


@cache
def _own_files() -> tuple[Path, ...]:
    """Where the interpreter, the libraries and the player itself are, for what is imported late: none holds secrets."""
    named = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    system = (
        "/lib",
        "/lib64",
        "/usr/lib",
        "/usr/share/zoneinfo",
        "/sys/devices/system/cpu",
        "/dev/null",
        "/dev/urandom",
    )
    package = Path(__file__).resolve().parent.parent
    paths = {package, *(Path(text) for text in (*named, *system))}
    paths |= {Path(text) for text in sys.path if text.endswith(("site-packages", "dist-packages"))}
    return tuple(sorted(path for path in paths if path.exists()))


# System calls: a classic BPF program over `struct seccomp_data` {nr, arch, ip, args[6]}

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_X32 = 0x4000_0000  # the second ABI of x86-64, whose numbers begin there
_CLONE_THREAD = 0x1_0000
_AF_UNIX = 1
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TERMINAL_TRICKS = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: they type into the terminal that the player was started from

_Step = tuple[int, int, int, int]


def _close_calls(libc: ctypes.CDLL) -> bool:
    """Whether the filter of system calls is in force now."""
    program = _filter(os.getpid())
    return bool(program) and _filtered(libc, program)


def _filtered(libc: ctypes.CDLL, program: bytes) -> bool:
    code = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    header = ctypes.create_string_buffer(fprog, len(fprog))
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header), 0, 0) == 0)


def _close_network(libc: ctypes.CDLL) -> bool:
    """Whether the filter is in force now that leaves sockets of the file system alone."""
    numbers = syscalls.TABLES.get(platform.machine())
    if numbers is None or sys.maxsize < 2**32:
        return False
    return _filtered(libc, b"".join(struct.pack("HBBI", *step) for step in _steps_of_program(numbers)))


def _steps_of_program(numbers: syscalls.Table) -> Iterator[_Step]:
    """No sockets but AF_UNIX; none of the calls that go past every filter."""
    deny = (_RETURN, 0, 0, _ERRNO | _EPERM)
    allow = (_RETURN, 0, 0, _ALLOW)
    yield from _preface(numbers, deny)
    yield from _call(numbers.socket, [(_LOAD, 0, 0, _ARGUMENTS), (_EQUAL, 0, 1, _AF_UNIX), allow, deny])
    for number in syscalls.EVERYWHERE:
        yield from _call(number, [deny])
    yield allow


def _preface(numbers: syscalls.Table, deny: _Step) -> Iterator[_Step]:
    """Another architecture's calls end the process, those of the second ABI are denied; then the number is at hand."""
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_EQUAL, 1, 0, numbers.architecture)
    yield (_RETURN, 0, 0, _KILL)
    yield (_LOAD, 0, 0, _NUMBER)
    yield (_AT_LEAST, 0, 1, _X32)
    yield deny


def _filter(pid: int) -> bytes:
    """The program for this machine; empty where its numbers are not known here."""
    numbers = syscalls.TABLES.get(platform.machine())
    if numbers is None or sys.maxsize < 2**32:
        return b""
    return b"".join(struct.pack("HBBI", *step) for step in _steps(numbers, pid))


def _steps(numbers: syscalls.Table, pid: int) -> Iterator[_Step]:
    deny = (_RETURN, 0, 0, _ERRNO | _EPERM)
    allow = (_RETURN, 0, 0, _ALLOW)
    yield from _preface(numbers, deny)
    # a thread is no process; clone3 hides its flags in memory: the C library goes back to clone where it is not there
    yield from _call(numbers.clone, [(_LOAD, 0, 0, _ARGUMENTS), (_ANY_BIT, 0, 1, _CLONE_THREAD), allow, deny])
    # openat2 does the same: whoever has it goes back to openat
    for hidden in (syscalls.CLONE3, syscalls.OPENAT2):
        yield from _call(hidden, [(_RETURN, 0, 0, _ERRNO | _ENOSYS)])
    for number, argument in numbers.opens:
        flags = (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)
        yield from _call(number, [flags, (_ANY_BIT, 0, 1, _TO_WRITE), deny, allow])
    # a process may end itself (abort), and may read its limits (a null pointer where new ones would be)
    yield from _call(numbers.tgkill, [(_LOAD, 0, 0, _ARGUMENTS), (_EQUAL, 0, 1, pid), allow, deny])
    low, high = _ARGUMENTS + 16, _ARGUMENTS + 20
    null = [(_LOAD, 0, 0, low), (_EQUAL, 0, 3, 0), (_LOAD, 0, 0, high), (_EQUAL, 0, 1, 0), allow, deny]
    yield from _call(numbers.prlimit64, null)
    tricks = [(_EQUAL, len(_TERMINAL_TRICKS) - at, 0, trick) for at, trick in enumerate(_TERMINAL_TRICKS)]
    yield from _call(numbers.ioctl, [(_LOAD, 0, 0, _ARGUMENTS + 8), *tricks, allow, deny])
    for number in numbers.denied:
        yield from _call(number, [deny])
    yield allow


def _call(number: int, then: list[_Step]) -> Iterator[_Step]:
    """`then`, which returns, for the system call of that number; it is passed over for any other."""
    yield (_EQUAL, 0, len(then), number)
    yield from then

"""The sandbox, seen at work: each thing that a taken-over decoder would try fails in it, and succeeds without it."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import multiprocessing
import os
import platform
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from player.errors import PaintError
from player.prepare import sandbox
from player.prepare.limits import CAN_FORK, JobDied, Limits, Room, guards, run_limited

HERE = guards()
pytestmark = [
    pytest.mark.skipif(not CAN_FORK, reason="the sandbox is Linux's"),
    pytest.mark.skipif(not (HERE.landlock and HERE.seccomp), reason=f"this kernel offers {HERE}"),
]
LIMITS = Limits(seconds=5.0)
REFUSED = ("EACCES", "EPERM")
"""By landlock, by seccomp: both stand in the way."""

Job = Callable[[], object]


def outcome(job: Job, room: Room | None, limits: Limits = LIMITS) -> str:
    """`done`, or the name of the error that stopped the job in its child."""

    def tried() -> bytes:
        try:
            job()
        except OSError as error:
            return errno.errorcode[error.errno or 0].encode()
        return b"done"

    return run_limited(tried, limits, room).decode()


def assert_stopped(job: Job, room: Room, *expected: str) -> None:
    """The job succeeds without the sandbox, and is refused in it."""
    assert outcome(job, None) == "done", "the control: it would work"
    assert outcome(job, room) in expected


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A picture that may be read, which has a neighbour, and a folder beside them."""
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / "picture").write_bytes(b"bytes")
    (tmp_path / "in" / "other").write_bytes(b"secret")
    return Room((tmp_path / "in" / "picture",))


def test_all_of_it_is_in_force_here() -> None:
    assert HERE.capabilities
    assert HERE.seccomp
    assert HERE.landlock >= 1


def test_what_the_job_needs_is_there(room: Room, tmp_path: Path) -> None:
    def job() -> None:
        assert room.reads[0].read_bytes() == b"bytes"
        assert os.write(file.fileno(), b"frame") == 5
        heard: list[int] = []
        threads = [threading.Thread(target=heard.append, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(heard) == [0, 1, 2], "AVIF is decoded in threads"
        import colorsys  # a module that nobody imported yet

        assert colorsys

    with (tmp_path / "out" / "a.tmp").open("wb", buffering=0) as file:
        assert outcome(job, Room(room.reads, (file.fileno(),))) == "done"
        assert outcome(lambda: os.write(file.fileno(), b"more"), room) == "EBADF", "what is not kept is not there"
    assert (tmp_path / "out" / "a.tmp").read_bytes() == b"frame"


def test_other_files_cannot_be_read(room: Room, tmp_path: Path) -> None:
    assert_stopped(lambda: Path("/etc/passwd").read_bytes(), room, "EACCES")
    assert_stopped((tmp_path / "in" / "other").read_bytes, room, "EACCES")
    assert_stopped(lambda: list((tmp_path / "in").iterdir()), room, "EACCES")
    assert_stopped(lambda: Path("/proc/self/environ").read_bytes(), room, "EACCES")


def test_no_path_can_be_written(room: Room, tmp_path: Path) -> None:
    """Not even in the folder that a descriptor which is kept leads to, nor that file's own name."""
    with (tmp_path / "out" / "a.tmp").open("wb", buffering=0) as file:
        given = Room(room.reads, (file.fileno(),))
        assert_stopped((tmp_path / "out" / "a.tmp").read_bytes, given, "EACCES")
        for path in (tmp_path / "out" / "b", tmp_path / "out" / "a.tmp", room.reads[0]):
            assert_stopped(lambda path=path: path.write_bytes(b"bytes"), given, *REFUSED)
            assert_stopped(lambda path=path: os.close(os.open(path, os.O_RDWR | os.O_CREAT)), given, *REFUSED)
            assert_stopped(lambda path=path: os.truncate(path, 5), given, *REFUSED)
        assert_stopped(lambda: made(tmp_path / "out" / "c").rmdir(), given, *REFUSED)
        assert_stopped(lambda: linked(tmp_path / "out").unlink(), given, *REFUSED)
        assert_stopped(lambda: room.reads[0].chmod(0o644), given, "EPERM")
        assert_stopped(lambda: os.utime(room.reads[0]), given, "EPERM")


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def linked(folder: Path) -> Path:
    (folder / "link").symlink_to("/etc/passwd")
    return folder / "link"


def test_no_file_can_be_removed_or_brought_in(room: Room, tmp_path: Path) -> None:
    def moved() -> None:
        (tmp_path / "in" / "other").rename(tmp_path / "out" / "other")
        (tmp_path / "out" / "other").rename(tmp_path / "in" / "other")

    assert_stopped(moved, room, *REFUSED)
    assert outcome((tmp_path / "in" / "other").unlink, room) in REFUSED
    assert (tmp_path / "in" / "other").read_bytes() == b"secret"
    assert outcome((tmp_path / "in" / "other").unlink, None) == "done"


def test_nobody_can_be_called(room: Room, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = server.getsockname()
        assert_stopped(lambda: socket.create_connection(place, timeout=2).close(), room, "EPERM")
        assert_stopped(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(), room, "EPERM")

    def local() -> None:
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(str(tmp_path / "s"))

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        assert_stopped(local, room, "EPERM")


def test_no_program_can_be_started(room: Room) -> None:
    def replaced() -> None:
        os.execv("/bin/sh", ["sh", "-c", "printf done"])

    def spawned() -> None:
        assert os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)[1] == 0

    assert outcome(replaced, room) == "EPERM"
    assert run_limited(lambda: replaced() or b"", LIMITS) == b"", "the control: the shell ran in the job's place"  # type: ignore[func-returns-value]
    assert_stopped(spawned, room, "EPERM")


def test_no_process_can_be_forked(room: Room) -> None:
    def bomb() -> None:
        for _ in range(20):
            if (child := os.fork()) == 0:
                os._exit(0)
            os.waitpid(child, 0)

    assert_stopped(bomb, room, "EPERM", "ENOSYS")


def test_no_other_process_can_be_touched(room: Room) -> None:
    libc = ctypes.CDLL(None, use_errno=True)

    def traced() -> None:
        if libc.ptrace(0, 0, 0, 0) != 0:  # PTRACE_TRACEME
            raise OSError(ctypes.get_errno(), "ptrace")

    assert_stopped(lambda: os.kill(os.getppid(), 0), room, "EPERM")
    assert_stopped(traced, room, "EPERM")


def test_a_job_may_still_end_itself(room: Room) -> None:
    def job() -> bytes:
        os.abort()

    with pytest.raises(JobDied, match="SIGABRT"):
        run_limited(job, LIMITS, room)


def test_limits_cannot_be_changed_again(room: Room) -> None:
    def changed() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (50, 60))

    assert outcome(lambda: resource.getrlimit(resource.RLIMIT_NOFILE), room) == "done"
    assert outcome(changed, None) == "done"
    with pytest.raises(JobDied, match="exit 1"):  # Python makes a ValueError of it
        outcome(changed, room)


def test_doors_past_the_filter_are_shut(room: Room) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long

    def call(*arguments: int) -> Job:
        def job() -> None:
            if libc.syscall(*arguments) < 0:
                raise OSError(ctypes.get_errno(), "")

        return job

    assert outcome(call(435, 0, 0), room) == "ENOSYS", "clone3: the C library goes back to clone"
    assert outcome(call(435, 0, 0), None) == "EINVAL"
    assert outcome(call(425, 8, 0), room) == "EPERM", "io_uring"
    assert outcome(call(425, 8, 0), None) != "EPERM"
    if platform.machine() == "x86_64":
        assert outcome(call(0x4000_0000 + 39), room) == "EPERM", "getpid by the second set of numbers"
        assert outcome(call(39), room) == "done"


def test_a_terminal_is_not_typed_into() -> None:
    def job(number: int) -> Job:
        def typed() -> None:
            _, terminal = os.openpty()
            assert sandbox.enter(Room()).seccomp
            fcntl.ioctl(terminal, number, b"x" * 8)

        return typed

    assert outcome(job(0x5412), None) == "EPERM"  # TIOCSTI
    assert outcome(job(0x5413), None) == "done"  # TIOCGWINSZ


def test_each_wall_stands_alone(room: Room) -> None:
    """Files are guarded without seccomp, and processes without landlock; TCP by both."""

    def by_landlock(job: Job) -> Job:
        def walled() -> None:
            libc = sandbox._libc()
            libc.prctl(sandbox._PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            assert sandbox._close_files(libc, room)
            job()

        return walled

    def by_seccomp(job: Job) -> Job:
        def walled() -> None:
            libc = sandbox._libc()
            libc.prctl(sandbox._PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            assert sandbox._close_calls(libc)
            job()

        return walled

    passwords, mark = Path("/etc/passwd").read_bytes, room.reads[0].with_name("mark")
    assert outcome(by_landlock(passwords), None) == "EACCES"
    assert outcome(by_seccomp(passwords), None) == "done"
    assert outcome(by_landlock(mark.touch), None) == "EACCES"
    assert outcome(by_seccomp(mark.touch), None) == "EPERM"
    assert outcome(by_seccomp((room.reads[0].with_name("other")).unlink), None) == "EPERM"
    assert outcome(by_seccomp(lambda: os.kill(os.getppid(), 0)), None) == "EPERM"
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = server.getsockname()
        assert outcome(by_seccomp(lambda: socket.create_connection(place).close()), None) == "EPERM"
        if HERE.landlock >= 4:
            assert outcome(by_landlock(lambda: socket.create_connection(place).close()), None) == "EACCES"


@pytest.mark.skipif(os.geteuid() != 0, reason="what root gives up, only root can show")
def test_root_is_no_longer_root() -> None:
    def job(*, given_up: bool) -> Job:
        def named() -> None:
            if given_up:
                assert sandbox._drop_capabilities(sandbox._libc())
            socket.sethostname(socket.gethostname())

        return named

    assert outcome(job(given_up=False), None) == "done"
    assert outcome(job(given_up=True), None) == "EPERM"


def test_memory_files_and_descriptors_are_counted(room: Room, tmp_path: Path) -> None:
    tight = Limits(seconds=5.0, memory=100_000_000, file=10_000)
    with pytest.raises(JobDied, match="no memory within 100 MB") as caught:
        run_limited(lambda: bytes(200_000_000)[:1], tight, room)
    assert "100 MB" in caught.value.cause.zh
    assert run_limited(lambda: bytes(50_000_000)[:1], tight, room) == b"\0"
    with (tmp_path / "out" / "big").open("wb") as big:
        given = Room(room.reads, (big.fileno(),))
        assert outcome(lambda: (big.write(bytes(20_000)), big.flush()), given, tight) == "EFBIG"
        assert outcome(lambda: (big.write(bytes(20_000)), big.flush()), given) == "done"

    def many() -> None:
        kept = [os.open(room.reads[0], os.O_RDONLY) for _ in range(200)]
        assert kept

    assert outcome(many, room) == "EMFILE"
    assert outcome(many, room, Limits(descriptors=300)) == "done"


def test_time_is_counted_whether_it_sleeps_or_works(room: Room) -> None:
    def spin() -> bytes:
        while True:
            pass

    for job in (spin, lambda: time.sleep(60) or b""):  # type: ignore[func-returns-value]
        started = time.monotonic()
        with pytest.raises(JobDied) as caught:
            run_limited(job, Limits(seconds=0.5), room)
        assert "0.5" in caught.value.cause.zh
        assert time.monotonic() - started < 5


def test_nothing_that_the_worker_has_open_is_inherited(room: Room) -> None:
    mine, other = os.pipe()
    try:
        with pytest.raises(PaintError):
            run_limited(lambda: os.write(other, b"forged").to_bytes(1), LIMITS, room)
        os.set_blocking(mine, False)
        with pytest.raises(BlockingIOError):
            os.read(mine, 10)
        assert os.write(other, b"ours") == 4
    finally:
        os.close(mine)
        os.close(other)


def test_a_worker_that_is_killed_takes_its_child_with_it(room: Room, tmp_path: Path) -> None:
    mark = tmp_path / "out" / "pid"
    file = mark.open("wb", buffering=0)

    def job() -> bytes:
        os.write(file.fileno(), str(os.getpid()).encode())
        time.sleep(60)
        return b""

    given = Room(room.reads, (file.fileno(),))
    worker = multiprocessing.get_context("fork").Process(target=run_limited, args=(job, Limits(seconds=90.0), given))
    worker.start()
    file.close()
    until(lambda: mark.read_text() != "")
    child = int(mark.read_text())
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    until(lambda: not runs(child))


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def runs(pid: int) -> bool:
    """Whether the process is there and is no zombie that nobody has fetched yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_kernel_with_nothing_to_offer_stops_no_job(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        """A C library on a kernel before landlock, in a container that forbids seccomp."""

        def prctl(self, *_: object) -> int:
            return -1

        def syscall(self, *_: object) -> int:
            return -1

    monkeypatch.setattr(sandbox, "_libc", Old)
    assert guards() == sandbox.Guards()
    assert outcome(room.reads[0].read_bytes, room) == "done"


def test_the_numbers_are_those_of_the_kernel() -> None:
    """Every number of this architecture's table is the one by which the kernel's own header calls it."""
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if platform.machine() != "x86_64" or not header.exists():
        pytest.skip("the kernel's headers are not installed")
    names = {
        int(line.split()[2]): line.split()[1] for line in header.read_text().splitlines() if "#define __NR_" in line
    }
    table = sandbox.syscalls.TABLES["x86_64"]
    assert [names[n] for n in (table.clone, table.tgkill, table.prlimit64, table.ioctl)] == [
        "__NR_clone",
        "__NR_tgkill",
        "__NR_prlimit64",
        "__NR_ioctl",
    ]
    denied = {names.get(number, "") for number in table.denied}
    needed = (
        "execve",
        "execveat",
        "fork",
        "vfork",
        "socket",
        "connect",
        "ptrace",
        "kill",
        "mount",
        "bpf",
        "io_uring_setup",
    )
    assert {f"__NR_{name}" for name in needed} <= denied
    assert len(set(table.denied)) == len(table.denied)

"""What the doctor says of the sandbox: here, and where a container forbids landlock or seccomp for real."""

from __future__ import annotations

import json
import platform
import struct
from pathlib import Path

import pytest

from player.prepare import sandbox, syscalls
from player.prepare.limits import CAN_FORK, Limits, guards, run_limited
from tools.arguments import Screen
from tools.doctor import CHECKS

pytestmark = pytest.mark.skipif(
    not CAN_FORK or platform.machine() not in syscalls.TABLES or not guards().seccomp,
    reason="what is not there cannot be taken away",
)
LANDLOCK = 444
PRCTL = {"x86_64": 157, "aarch64": 167}.get(platform.machine(), 0)


def told(*, without: tuple[int, ...] = ()) -> dict[str, str]:
    """The doctor's line in a process for which the system calls `without` do not exist, as under a container's rules."""
    check = next(check for name, _, check in CHECKS if name == "sandbox")

    def job() -> bytes:
        if without:
            forbid(without)
        (found,) = check(Screen.__new__(Screen))  # it looks at the machine alone
        words = {"zh": found.words.zh, "en": found.words.en, "cure": found.cure.zh}
        return json.dumps({"state": found.state.value, **words}).encode()

    answer: dict[str, str] = json.loads(run_limited(job, Limits()))
    return answer


def forbid(numbers: tuple[int, ...]) -> None:
    """Landlock's calls fail; so does prctl where it would set a filter."""
    steps = [(sandbox._LOAD, 0, 0, sandbox._NUMBER)]
    for number in numbers:
        if number == PRCTL:
            refuse = (sandbox._RETURN, 0, 0, sandbox._ERRNO | 22)
            first = (sandbox._LOAD, 0, 0, sandbox._ARGUMENTS)
            allow = (sandbox._RETURN, 0, 0, sandbox._ALLOW)
            steps += sandbox._call(number, [first, (sandbox._EQUAL, 0, 1, sandbox._PR_SET_SECCOMP), refuse, allow])
        else:
            steps += sandbox._call(number, [(sandbox._RETURN, 0, 0, sandbox._ERRNO | sandbox._ENOSYS)])
    steps.append((sandbox._RETURN, 0, 0, sandbox._ALLOW))
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    libc = sandbox._libc()
    assert libc.prctl(sandbox._PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    code = sandbox.ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(steps), sandbox.ctypes.addressof(code))
    kept = sandbox.ctypes.create_string_buffer(header, len(header))
    address = sandbox.ctypes.addressof(kept)
    assert libc.prctl(sandbox._PR_SET_SECCOMP, sandbox._MODE_FILTER, address, 0, 0) == 0


@pytest.mark.skipif(not Path("/proc/self/status").exists() or guards().landlock < 4, reason="this kernel is older")
def test_all_is_there() -> None:
    said = told()
    assert said["state"] == "ok"
    assert "landlock" in said["zh"]
    assert "seccomp" in said["zh"]
    assert "缺少" not in said["zh"]


def test_a_kernel_without_landlock_is_said_and_plays() -> None:
    said = told(without=(LANDLOCK,))
    assert said["state"] == "warning"
    missing = said["zh"].split("缺少：")[1]
    assert "landlock" in missing
    assert "seccomp" not in missing
    assert "missing: landlock" in said["en"]
    assert "不影响播放" in said["cure"]


def test_a_container_that_allows_neither_is_said_and_plays() -> None:
    said = told(without=(LANDLOCK, PRCTL))
    assert said["state"] == "warning"
    missing = said["zh"].split("缺少：")[1]
    assert "landlock" in missing
    assert "seccomp" in missing
    assert "断网" in missing
    assert "限额" in said["zh"].split("缺少：")[0]

#!/usr/bin/env python3
"""青播 from a fresh checkout: `python3 tools/run.py ARGS` is `qingbo ARGS`, `python3 tools/run.py test` runs all tests.

Needs Python 3.11 or newer and nothing else. The first run makes `.venv` beside the project and installs the locked
dependencies (`tools/environment.py`); every later run only compares a stamp and hands over, without the network.

Kept to syntax that Python 3.6 reads, so that an old Python is told so in one sentence, and to `os` and `sys`, since
everything here comes before the first slide.
"""
# ruff: noqa: PTH100, PTH110, PTH118, PTH120, PTH123
# os.path, since pathlib alone costs 6 ms of every start.

import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def main(args: list) -> int:  # type: ignore[type-arg]  # list[str] is not read by old Pythons
    """The exit code of the command, where this process is not replaced by it."""
    if sys.version_info < OLDEST:
        return too_old()
    sys.path[0] = ROOT
    testing = args[:1] == ["test"]
    lock = "requirements-test.lock" if testing else "requirements.lock"
    if testing or not is_ready(lock):
        from tools import environment  # noqa: PLC0415 - a warm start must not pay for it

        failure = environment.prepare(lock)
        if failure:
            print(failure, file=sys.stderr)
            return 2
        if testing:
            environment.say_what_tests_lack()
            os.chdir(ROOT)
            return hand_over(["-m", "pytest", "-n", "4", "--dist", "worksteal", *args[1:]])  # most of them wait
    return hand_over(["-m", "tools.qingbo", *args])


def is_ready(lock: str) -> bool:
    """True where what `lock` names was installed whole, for this Python and at this place."""
    try:
        with open(stamp_of(lock), "rb") as file:
            return file.read() == stamp(lock) and os.path.exists(PYTHON)
    except OSError:
        return False


def stamp_of(lock: str) -> str:
    """The path of the stamp that says that `lock` is installed."""
    return os.path.join(VENV, "installed-" + lock)


def stamp(lock: str) -> bytes:
    """What the stamp holds: the Python, the place, and the lock itself."""
    python = " ".join((sys.implementation.cache_tag or "", sys.platform, ROOT))
    with open(os.path.join(ROOT, lock), "rb") as file:
        return python.encode("utf-8", "surrogateescape") + b"\n" + file.read()


def hand_over(arguments: list) -> int:  # type: ignore[type-arg]  # list[str] is not read by old Pythons
    """Goes on as the environment's Python; `-P` keeps the folder one stands in from hiding our modules."""
    command = [PYTHON, "-P", *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(PYTHON, command)  # noqa: S606 - no shell is what we want
    import subprocess  # noqa: PLC0415 - Windows alone: there, exec would leave the console before the program ends

    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the child has it too, and leaves well
                continue


def too_old() -> int:
    """Says which Python is needed."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    zh = "青播需要 Python 3.11 或更新的版本，现在用的是 {0}。请安装新版本，再用它运行，例如：python3.11 tools/run.py play\n"
    en = "Qingbo needs Python 3.11 or newer; this is {0}. Install one and use it, for example: python3.11 tools/run.py play\n"
    chinese = os.environ.get("LANG", "").startswith("zh") and "utf" in (sys.stderr.encoding or "").lower()
    sys.stderr.write((zh if chinese else en).format(found))
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

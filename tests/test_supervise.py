"""The supervisor with real processes: what ends is started again, what hangs is killed, nothing is lost on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from player.notify import Notifier
from tests.support.service_manager import manager

pytestmark = pytest.mark.timeout(60)

PRELUDE = """
import os, signal, sys, time, multiprocessing
from pathlib import Path
from player import supervise
from player.notify import Notifier
from player.roles import crashes
from player.model.restart import Cause
from player.roles.beat import DISPLAY_LOST, RENEW
from player.roles.tally import Tally
from player.supervise import Beat, Need, Part, Supervisor
here = Path(sys.argv[1])
context = multiprocessing.get_context("fork")
def mark(name):
    path = here / name
    with path.open("a") as file:
        file.write(f"{os.getpid()}\\n")
    return len(path.read_text().splitlines())
"""


class Family:
    """A supervisor in a process of its own; `marks` are the process numbers that a part wrote down, in order."""

    def __init__(self, here: Path, program: str) -> None:
        self.here = here
        code = PRELUDE + textwrap.dedent(program)
        self.process = subprocess.Popen([sys.executable, "-c", code, str(here)], cwd=Path(__file__).parent.parent)

    def marks(self, name: str) -> list[int]:
        path = self.here / name
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not come true in time"
            time.sleep(0.02)

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


@pytest.fixture
def family(tmp_path: Path) -> object:
    families: list[Family] = []

    def start(program: str) -> Family:
        families.append(Family(tmp_path, program))
        return families[-1]

    yield start
    for one in families:
        one.process.kill()
        one.process.wait()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_part_is_back_within_a_second(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
            time.sleep(60)
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 1)
    killed = time.monotonic()
    os.kill(one.marks("work")[0], signal.SIGKILL)
    one.until(lambda: len(one.marks("work")) == 2)
    assert time.monotonic() - killed < 5.0, "restarted at once; generous, for a busy machine"
    assert one.end() == 0


def test_a_part_that_breaks_its_promise_is_killed_and_started_again(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.GRACE = 0.3
        beat = Beat()
        def work():
            if mark("work") == 1:
                beat.promise(1, time.monotonic() + 0.2)
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(60)
            while True:
                beat.promise(2, time.monotonic() + 1)
                time.sleep(0.1)
        Supervisor([Part("work", work, (), beat=beat)], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 2)
    first, second = one.marks("work")
    one.until(lambda: not is_alive(first))
    time.sleep(1.0)
    assert one.marks("work") == [first, second]
    assert is_alive(second)


def test_an_order_in_the_link_starts_a_part_and_is_not_lost_when_it_is_killed(family: Callable[[str], Family]) -> None:
    one = family("""
        ours, theirs = context.Pipe()
        def painter():
            number = mark("painter")
            if number == 1:
                time.sleep(60)
            while theirs.poll(0.2):
                (here / "done").write_text(theirs.recv_bytes().decode())
        def glass():
            mark("glass")
            time.sleep(0.5)
            ours.send_bytes(b"order")
            time.sleep(60)
        Supervisor(
            [Part("painter", painter, (), Need.ON_DEMAND, demand=theirs), Part("glass", glass, ())], principal="other"
        ).run()
    """)
    one.until(lambda: len(one.marks("glass")) == 1)
    assert one.marks("painter") == []
    one.until(lambda: len(one.marks("painter")) == 1)
    os.kill(one.marks("painter")[0], signal.SIGKILL)
    one.until((one.here / "done").exists)
    painter = one.marks("painter")[-1]
    one.until(lambda: not is_alive(painter))
    assert len(one.marks("painter")) == 2, "with nothing to do it stays away"


STOPPED = """
    ours, theirs = context.Pipe()
    supervise.UNTAKEN = {untaken}
    def painter():
        if mark("painter") == 1:
            theirs.recv_bytes()
            os.kill(os.getpid(), signal.SIGSTOP)
        while theirs.poll(0.2):
            (here / "done").write_text(theirs.recv_bytes().decode())
    def glass():
        mark("glass")
        ours.send_bytes(b"first")
        time.sleep(0.5)
        ours.send_bytes(b"again")
        time.sleep(60)
    tally = Tally(("painter", "glass"))
    def told(name, now, cause):
        (here / "cause").write_text(cause.value)
    tally.count = told
    Supervisor(
        [Part("painter", painter, (), Need.ON_DEMAND, demand=theirs), Part("glass", glass, ())],
        principal="other",
        tally=tally,
    ).run()
"""


@pytest.mark.fault(24)
def test_a_painter_that_was_stopped_for_good_is_killed_and_its_order_is_carried_out(
    family: Callable[[str], Family],
) -> None:
    """Real: SIGSTOP. It has no beat; an order that it does not take is what tells."""
    one = family(STOPPED.format(untaken=1.0))
    one.until((one.here / "done").exists)
    first = one.marks("painter")[0]
    one.until(lambda: not is_alive(first))
    assert (one.here / "done").read_text() == "again"
    assert (one.here / "cause").read_text() == "hung"
    assert len(one.marks("glass")) == 1


@pytest.mark.control(24)
def test_without_that_it_stays_stopped_and_nothing_is_painted(family: Callable[[str], Family]) -> None:
    one = family(STOPPED.format(untaken=1e6))
    one.until(lambda: len(one.marks("painter")) == 1)
    time.sleep(4)
    assert not (one.here / "done").exists()
    assert is_alive(one.marks("painter")[0])


def test_a_painter_that_takes_its_orders_is_left_alone_however_long_it_works(family: Callable[[str], Family]) -> None:
    one = family("""
        ours, theirs = context.Pipe()
        supervise.UNTAKEN = 0.5
        def painter():
            mark("painter")
            while theirs.poll(5.0):
                theirs.recv_bytes()
                time.sleep(0.7)
                mark("done")
        def glass():
            for _ in range(4):
                ours.send_bytes(b"order")
                time.sleep(0.8)
            time.sleep(60)
        Supervisor(
            [Part("painter", painter, (), Need.ON_DEMAND, demand=theirs), Part("glass", glass, ())], principal="other"
        ).run()
    """)
    one.until(lambda: len(one.marks("done")) == 4)
    assert len(one.marks("painter")) == 1


def test_the_principal_that_was_asked_to_stop_ends_everything(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
            time.sleep(60)
        def glass():
            mark("glass")
            time.sleep(0.5)
            raise SystemExit(3)
        sys.exit(Supervisor([Part("work", work, ()), Part("glass", glass, ())], principal="glass").run())
    """)
    assert one.process.wait(20) == 3
    assert not is_alive(one.marks("work")[0])


def test_parts_end_when_their_parent_is_killed(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
            time.sleep(60)
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 1)
    one.process.kill()
    one.until(lambda: not is_alive(one.marks("work")[0]))


def test_a_part_that_keeps_ending_is_given_longer_and_longer_rests(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) >= 3)
    time.sleep(2.0)
    assert len(one.marks("work")) <= 6


def test_a_part_that_ignores_the_request_to_leave_is_killed(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.PARTING = 0.5
        def work():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            mark("work")
            time.sleep(60)
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 1)
    asked = time.monotonic()
    assert one.end() == 0
    assert time.monotonic() - asked < 5
    assert not is_alive(one.marks("work")[0])


def test_a_slide_on_which_the_principal_ends_again_and_again_is_convicted_once(
    family: Callable[[str], Family],
) -> None:
    one = family("""
        supervise.PAUSES = (0.0,)
        beat = Beat()
        def glass():
            number = mark("glass")
            beat.tell_slides(on="stood", coming="came")
            if number <= 3:
                os.kill(os.getpid(), signal.SIGSEGV)
            time.sleep(60)
        def convict(key):
            with (here / "convicted").open("a") as file:
                file.write(key + " " + str(len((here / "glass").read_text().split())) + "\\n")
        Supervisor([Part("glass", glass, (), beat=beat)], principal="glass", convict=convict).run()
    """)
    one.until(lambda: len(one.marks("glass")) == 4)
    assert (one.here / "convicted").read_text() == "came 3\n"


def test_five_ends_are_safe_mode_and_it_is_left_for_a_try(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.PAUSES = (0.0,)
        supervise.SAFE_TIME = crashes.SAFE_TIME = 1.0
        beat = Beat()
        def glass():
            number = mark("glass")
            mark("safe" if beat.safe else "free")
            if number <= 5:
                os._exit(1)
            while beat.safe:
                time.sleep(0.05)
            mark("tried")
            time.sleep(60)
        Supervisor([Part("glass", glass, (), beat=beat)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("tried")) == 1)
    assert len(one.marks("free")) == 5
    assert len(one.marks("safe")) == 1


@pytest.mark.parametrize(("code", "cause"), [("RENEW", "memory"), ("DISPLAY_LOST", "display")])
def test_an_end_that_is_nobodys_fault_convicts_nobody_and_is_followed_by_a_start_at_once(
    family: Callable[[str], Family], code: str, cause: str
) -> None:
    one = family(f"""
        beat = Beat()
        tally = Tally(("glass",))
        def glass():
            number = mark("glass")
            beat.tell_slides(on="slide")
            if number <= 7:
                raise SystemExit({code})
            (here / "count").write_text(f"{{tally.restarts()[0][2]}} {{tally.restarts()[0][1].value}} {{beat.safe}}")
            time.sleep(60)
        def convict(key):
            mark("convicted")
        Supervisor([Part("glass", glass, (), beat=beat)], principal="glass", tally=tally, convict=convict).run()
    """)
    one.until((one.here / "count").exists)
    one.until(lambda: (one.here / "count").read_text() != "")
    assert (one.here / "count").read_text() == f"7 {cause} False", "they are counted, and no more than that"
    assert one.marks("convicted") == []


def test_a_part_over_its_memory_is_relieved_by_an_heir_and_killed_only_far_over(
    family: Callable[[str], Family],
) -> None:
    one = family("""
        supervise.WEIGHING = 0.2
        supervise.GRACE = 0.2
        beat = Beat()
        def work(heir=0):
            if heir:
                mark("heir")
                beat.standing_by = heir
                while beat.released < heir:
                    time.sleep(0.01)
            number = mark("work")
            eaten = bytearray(60 << 20 if number == 1 else 300 << 20 if number == 2 else 1)
            for at in range(0, len(eaten), 4096):
                eaten[at] = 1
            while True:
                beat.promise(1, time.monotonic() + 0.2)
                if beat.renewing:
                    mark("asked")
                    beat.released = beat.standing_by
                    raise SystemExit(RENEW)
                time.sleep(0.05)
        base = supervise.resident(os.getpid())
        limit = lambda: base + (50 << 20)
        Supervisor([Part("glass", work, (), beat=beat, limit=limit, has_heirs=True)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("work")) == 3)
    first, second, third = one.marks("work")
    assert one.marks("asked") == [first], "the second was far over and not asked"
    assert one.marks("heir")[0] == second, "it stood by before the first was asked"
    time.sleep(1.0)
    assert one.marks("work") == [first, second, third], "within its limit it is left alone"


def test_an_heir_that_comes_to_nothing_is_done_without(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.WEIGHING = 0.2
        beat = Beat()
        def work(heir=0):
            if heir:
                mark("heir")
                os._exit(1)
            number = mark("work")
            while True:
                beat.promise(1, time.monotonic() + 0.2)
                if beat.renewing and not beat.standing_by:
                    raise SystemExit(RENEW)
                time.sleep(0.02)
        supervise.FAR_OVER = 1e9
        renewed = lambda: len((here / "work").read_text().split()) > 1 if (here / "work").exists() else False
        limit = lambda: 1 << 40 if renewed() else 1
        Supervisor([Part("glass", work, (), beat=beat, limit=limit, has_heirs=True)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("work")) == 2)
    assert len(one.marks("heir")) == 1
    time.sleep(0.5)
    assert len(one.marks("work")) == 2


def test_one_that_hangs_keeps_its_picture_until_an_heir_stands_by(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.GRACE = 0.2
        beat = Beat()
        def work(heir=0):
            if heir:
                time.sleep(0.3)
                hung = int((here / "work").read_text().split()[0])
                os.kill(hung, 0)
                mark("heir")
                beat.standing_by = heir
                while beat.released < heir:
                    time.sleep(0.01)
                try:
                    os.kill(hung, 0)
                except ProcessLookupError:
                    mark("gone")
            number = mark("work")
            beat.promise(1, time.monotonic() + 0.2)
            while number > 1:
                beat.promise(1, time.monotonic() + 0.2)
                time.sleep(0.05)
            time.sleep(60)
        Supervisor([Part("glass", work, (), beat=beat, has_heirs=True)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("work")) == 2)
    first, second = one.marks("work")
    assert one.marks("heir") == [second], "the first was still there then"
    assert one.marks("gone") == [second], "and was gone before the second went on"
    time.sleep(0.6)
    assert one.marks("work") == [first, second]


def test_hanging_now_and_then_is_no_reason_to_wait_longer_before_a_start(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.GRACE, supervise.CALM, supervise.PAUSES = 0.1, 0.3, (0.0, 0.0, 60.0)
        beat = Beat()
        def work(heir=0):
            if heir:
                beat.standing_by = heir
                while beat.released < heir:
                    time.sleep(0.01)
            number = mark("work")
            if number == 3:
                os._exit(1)
            until = time.monotonic() + 0.6
            while time.monotonic() < until or number == 4:
                beat.promise(1, time.monotonic() + 0.3)
                time.sleep(0.02)
            time.sleep(60)
        Supervisor([Part("glass", work, (), beat=beat, has_heirs=True)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("work")) == 4)


def test_an_heir_that_does_not_come_up_in_time_keeps_nobody_from_being_restarted(
    family: Callable[[str], Family],
) -> None:
    one = family("""
        supervise.GRACE, supervise.HEIR_OF_HUNG = 0.2, 0.3
        beat = Beat()
        def work(heir=0):
            number = mark("heir" if heir else "work")
            if heir:
                time.sleep(2.0)
                while beat.released < heir:
                    time.sleep(0.01)
                mark("work")
                while True:
                    beat.promise(1, time.monotonic() + 0.2)
                    time.sleep(0.05)
            beat.promise(1, time.monotonic() + 0.2)
            time.sleep(60)
        Supervisor([Part("glass", work, (), beat=beat, has_heirs=True)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("heir")) == 1)
    one.until(lambda: not is_alive(one.marks("work")[0]))
    one.until(lambda: one.marks("work")[1:] == one.marks("heir"))
    time.sleep(0.5)
    assert len(one.marks("heir")) == 1
    assert one.end() == 0
    assert not is_alive(one.marks("heir")[0])


def test_a_part_that_cannot_be_asked_is_killed_when_it_is_over_its_memory(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.WEIGHING = 0.2
        supervise.GRACE = 0.2
        beat = Beat()
        def work():
            number = mark("work")
            eaten = b"x" * (80 << 20 if number == 1 else 1)
            while True:
                beat.promise(1, time.monotonic() + 0.2)
                time.sleep(0.05)
        base = supervise.resident(os.getpid())
        limit = lambda: base + (50 << 20)
        Supervisor([Part("intake", work, (), beat=beat, limit=limit)], principal="glass").run()
    """)
    one.until(lambda: len(one.marks("work")) == 2)
    assert not is_alive(one.marks("work")[0])


@pytest.mark.parametrize("sort", ["path", "abstract"])
def test_a_service_manager_is_told_ready_status_alive_and_stopping(
    family: Callable[[str], Family], tmp_path: Path, sort: str
) -> None:
    address = str(tmp_path / "notify") if sort == "path" else f"@qingbo-{os.getpid()}-{tmp_path.name}"
    with manager(address) as said:
        one = family(f"""
            told = Notifier({{"NOTIFY_SOCKET": {address!r}, "WATCHDOG_USEC": "600000"}})
            beat = Beat()
            def glass():
                number = mark("glass")
                time.sleep(1.0)
                beat.tell_title("节能宣传周\\n绿色低碳")
                for _ in range(10 if number == 1 else 600):
                    beat.promise(1, time.monotonic() + 0.3, now=time.monotonic())
                    time.sleep(0.1)
                time.sleep(60)
            Supervisor([Part("glass", glass, (), beat=beat)], principal="glass", notifier=told).run()
        """)
        started = time.monotonic()
        one.until(lambda: len(said) >= 3)
        assert [message for message, _ in said[:3]] == ["READY=1", "STATUS=正在播放：节能宣传周 绿色低碳", "WATCHDOG=1"]
        assert said[0][1] - started > 0.9, "not before the first picture"
        one.until(lambda: len(one.marks("glass")) == 2)  # it hung, and was killed
        one.process.terminate()
        one.until(lambda: said[-1][0] == "STOPPING=1")
    assert len([at for message, at in said if message == "WATCHDOG=1"]) >= 3


def test_no_sign_of_life_is_given_while_promises_are_broken(family: Callable[[str], Family], tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with manager(address) as said:
        one = family(f"""
            supervise.GRACE = 0.2
            told = Notifier({{"NOTIFY_SOCKET": {address!r}, "WATCHDOG_USEC": "600000"}})
            beat = Beat()
            def glass():
                if mark("glass") > 1:
                    time.sleep(60)
                for _ in range(10):
                    beat.promise(1, time.monotonic() + 0.3, now=time.monotonic())
                    time.sleep(0.1)
                time.sleep(60)
            Supervisor([Part("glass", glass, (), beat=beat)], principal="glass", notifier=told).run()
        """)
        one.until(lambda: len(one.marks("glass")) == 2)
        time.sleep(0.2)
        before = [message for message, _ in said]
        assert "WATCHDOG=1" in before
        time.sleep(1.5)
        assert [message for message, _ in said] == before


@pytest.mark.parametrize("name", ["", "relative", "/nowhere/at/all", "@nobody-listens-here"])
def test_a_service_manager_that_is_not_there_is_no_reason_to_stop(name: str) -> None:
    told = Notifier({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "nonsense"})
    told.ready()
    told.status("放")
    told.alive()
    told.stopping()
    assert told.every is None


def test_the_watchdog_of_another_process_is_not_ours() -> None:
    ours = {"NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}
    assert Notifier(ours).every == pytest.approx(10.0)
    assert Notifier({**ours, "WATCHDOG_PID": "1"}).every is None
    assert Notifier({"WATCHDOG_USEC": "30000000"}).every is None, "nobody asked"


def test_restarts_are_counted_by_their_cause(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.WEIGHING = 0.2
        supervise.GRACE = 0.2
        beat, other = Beat(), Beat()
        tally = Tally(("glass", "intake"))
        def glass():
            beat.tell_title("夏至")
            if mark("glass") == 1:
                os.kill(os.getpid(), signal.SIGKILL)
            while len(tally.restarts()) < 3:
                beat.promise(1, time.monotonic() + 1)
                time.sleep(0.05)
            told = [f"{part} {cause.value} {times}" for part, cause, times, _ in tally.restarts()]
            (here / "told").write_text("; ".join([*told, tally.was_on]))
            time.sleep(60)
        def intake():
            number = mark("intake")
            eaten = bytearray(200 << 20 if number == 2 else 1)
            for at in range(0, len(eaten), 4096):
                eaten[at] = 1
            if number == 1:
                other.promise(1, time.monotonic() + 0.2)
                time.sleep(60)
            while True:
                other.promise(1, time.monotonic() + 1)
                time.sleep(0.05)
        base = supervise.resident(os.getpid())
        parts = [
            Part("glass", glass, (), beat=beat),
            Part("intake", intake, (), beat=other, limit=lambda: base + (100 << 20)),
        ]
        Supervisor(parts, principal="glass", tally=tally).run()
    """)
    one.until((one.here / "told").exists)
    one.until(lambda: (one.here / "told").read_text("utf-8") != "")
    assert (one.here / "told").read_text("utf-8") == "glass ended 1; intake hung 1; intake memory 1; 夏至"


def test_that_nobody_looks_at_the_folder_any_more_is_said_once_and_so_is_that_somebody_does(
    family: Callable[[str], Family],
) -> None:
    one = family("""
        import logging
        class Said(logging.Handler):
            def emit(self, record):
                with (here / "said").open("a") as file:
                    file.write(record.getMessage() + "\\n")
        supervise.LOG.addHandler(Said())
        supervise.LOG.setLevel(logging.INFO)
        supervise.SILENT = 1.0
        supervise._minutes = lambda seconds: round(seconds)
        glass_beat, beat = Beat(), Beat()
        class Heard(Notifier):
            listening = True
            def status(self, text):
                with (here / "status").open("a") as file:
                    file.write(text + "\\n")
        def glass():
            glass_beat.tell_title("夏至")
            while True:
                glass_beat.promise(1, time.monotonic() + 1)
                time.sleep(0.2)
        def intake():
            number = mark("intake")
            if number < 4:
                raise SystemExit(1)
            for look in range(1, 10_000):
                now = time.monotonic()
                beat.promise(look, now + 1, now=now)
                time.sleep(0.05)
        parts = [Part("glass", glass, (), beat=glass_beat), Part("intake", intake, (), beat=beat, looks=True)]
        Supervisor(parts, principal="glass", notifier=Heard({})).run()
    """)

    def said() -> str:
        return (one.here / "said").read_text("utf-8") if (one.here / "said").exists() else ""

    one.until(lambda: "更新恢复" in said())
    assert said().count("更新已停止") == 1
    status = (one.here / "status").read_text("utf-8").splitlines()
    assert any(line.startswith("正在播放：夏至（更新已停止 ") for line in status)
    one.until(lambda: (one.here / "status").read_text("utf-8").splitlines()[-1] == "正在播放：夏至")

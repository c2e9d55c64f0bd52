"""The parent of the other processes: starts them, counts on their promises, starts them again.

It imports next to nothing and parses nothing, so it has no reason to die. What it knows of a part:

* its process: one that ends is started again, after `PAUSES` that grow while it keeps ending;
* its promise (`Beat`): the glass writes down until when it will have looked at the world again. A promise that is
  broken for `GRACE` seconds means that it hangs, and it is killed;
* its orders: one that lies untaken for `UNTAKEN` seconds before a painter that runs means that it was stopped;
* its memory: over its limit it is relieved between two slides, or killed where a kill hurts nothing. What leaks
  is thus a restart that nobody sees, not a machine that swaps.

A glass is relieved by an heir: a second process of the part that is started first, opens its window hidden and stands by. Only then
is the old one asked to leave or, where it hangs, killed; so the next picture is there at once, and there is never more than one that
writes the journal or reads the links ([ADR 0011](../docs/adr/0011-heirs.md)).

Of the principal's ends it keeps count (`roles/crashes.py`): a slide on which it ends again and again goes into quarantine,
and where nothing helps it is put into safe mode. A service manager that wants to know is told all along (`notify.py`).

The painters start on demand: the supervisor holds both ends of every link, and an order that lies in a link whose
painter is not running starts one. So nothing is lost when any part is killed, and a painter with nothing to do may end.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from player.model.restart import Cause
from player.notify import Notifier
from player.roles.beat import DISPLAY_LOST, NO_DISPLAY, QUIT, RENEW, START_METHOD, Beat
from player.roles.crashes import SAFE_TIME, Crashes, End
from player.roles.tally import Tally

LOG = logging.getLogger("qingbo.supervise")

PAUSES = (0.0, 0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before a part that ended is started again; the last one repeats."""

CALM = 60.0
"""Seconds of running after which a part's earlier ends are forgotten."""

GRACE = 1.5
"""Seconds by which a promise may be late. With the half second in a promise and the start of the next glass: less than three."""

FIRST_PROMISE = 30.0
"""Seconds that a part has for its start, before it promises anything itself."""

STARTING = 1.0
"""Seconds between two looks at the promise of a part that has not presented anything yet: its first promise is long."""

REAPING = 0.5
"""Seconds that a killed process has to be gone; one that waits for a frozen share stays until the share is back."""

WEIGHING = 120.0
"""Seconds between two looks at the parts' memory. It is looked at when the supervisor wakes anyway."""

FAR_OVER = 2.0
"""So many times its limit, and a part is not asked any more."""

ANXIOUS = 0.2
"""Seconds between two looks for the first picture while a service manager waits for it."""

HEIR = 10.0
"""Seconds that an heir has to stand by."""

HEIR_OF_HUNG = 1.5
"""The same where the glass hangs meanwhile: its picture is standing still."""

COMING = 0.02
"""Seconds between two looks whether an heir stands by."""

UNTAKEN = 120.0
"""Seconds for which an order may lie in its link before the part that should take it is killed: the longest job is shorter."""

SILENT = 600.0
"""Seconds without a look at the folder after which it is said that updates have stopped."""

PARTING = 2.5
"""Seconds that the parts have to leave well before they are killed."""


class Need(Enum):
    """When a part runs."""

    ALWAYS = "always"
    ON_DEMAND = "on demand"


@dataclass(slots=True)
class Part:
    """A process to look after. `demand`: the link in which an order lies when an on-demand part is needed.

    `limit` gives the bytes of memory that it may take; one that is over it is killed. With a beat and `has_heirs` it is
    relieved instead: `target` takes `heir`, a number counted from 1, then. Of one that `looks` at the folder, its beat
    counts the looks: where none comes any more, that is said.
    """

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...]
    need: Need = Need.ALWAYS
    demand: Connection | None = None
    beat: Beat | None = None
    limit: Callable[[], float] | None = None
    has_heirs: bool = False
    looks: bool = False
    process: Any = None
    heir: Any = None
    heirs: int = 0
    heir_called: float = 0.0
    started: float = 0.0
    start_at: float = 0.0
    ends: int = 0
    lies_since: float | None = None
    """Since when an order has been seen to lie in the link though the part runs."""
    looked: float = 0.0
    silent: bool = False
    cause: Cause | None = None
    """Why it is being killed or relieved, until it is gone."""


class Supervisor:
    """Runs `parts` until the one called `principal` is done or a signal asks to stop."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        principal: str,
        tally: Tally | None = None,
        convict: Callable[[str], None] = lambda _slide: None,
        notifier: Notifier | None = None,
    ) -> None:
        """`convict` is called with the key of a slide that makes the principal end again and again."""
        self.parts = tuple(parts)
        self._principal = principal
        self._tally = tally
        self._convict = convict
        self._notifier = Notifier() if notifier is None else notifier
        self._crashes = Crashes()
        self._weighed = 0.0
        self._told_alive = 0.0
        self._context: Any = multiprocessing.get_context(START_METHOD)
        self._signals = 0

    def run(self) -> int:
        """Blocks until the end; returns the principal's exit code, or 0 where a signal asked to stop."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        code: int | None = None
        try:
            while code is None and not self._signals:
                now = time.monotonic()
                code = self._tend(now)
                self._weigh(now)
                self._notify(now)
                if code is None:
                    self._sleep(reader, now)
        finally:
            self._notifier.stopping()
            self._part_company()
            signal.set_wakeup_fd(-1)
            os.close(reader)
            os.close(writer)
        return code or 0

    def _on_signal(self, number: int, _frame: object) -> None:
        self._signals += 1

    def _tend(self, now: float) -> int | None:
        """Reaps, kills and starts whatever needs it. The exit code of a principal that is done, else None."""
        for part in self.parts:
            self._listen(part, now)
            if part.process is not None and not part.process.is_alive():
                code = part.process.exitcode
                if part.name == self._principal and code in (QUIT, NO_DISPLAY):
                    return int(code)
                self._reap(part, code, now)
            self._tend_heir(part, now)
            hangs = self._hangs(part, now) and not self._is_relief_near(part, now)
            if part.process is not None and (hangs or self._ignores(part, now)):
                LOG.error("%s 没有响应，重新启动 (it hangs and is restarted)", part.name)
                part.cause = Cause.HUNG
                part.process.kill()
                part.process.join(REAPING)
                self._reap(part, -signal.SIGKILL, now)
            if part.process is None and now >= part.start_at and self._is_needed(part):
                self._start(part, now)
        return None

    def _listen(self, part: Part, now: float) -> None:
        """Says when a part that looks at the folder has not looked for long, and when it looks again."""
        if not part.looks or part.beat is None:
            return
        part.looked = max(part.looked or now, part.beat.presented_at)
        was, part.silent = part.silent, now - part.looked >= SILENT
        if part.silent and not was:
            LOG.error(
                "更新已停止 %d 分钟，画面照常播放 (nothing was looked at for so long)", _minutes(now - part.looked)
            )
        elif was and not part.silent:
            LOG.info("更新恢复 (the folder is looked at again)")

    def _tend_heir(self, part: Part, now: float) -> None:
        """Has an heir that stands by relieve the part; one that comes to nothing is done without."""
        if part.heir is None or part.beat is None or part.process is None:
            return
        if not part.heir.is_alive():
            LOG.warning("%s 的接替没有起来 (the heir of a part came to nothing)", part.name)
            part.heir.join()
            part.heir.close()
            part.heir, part.beat.standing_by, part.beat.renewing = None, 0, part.heirs
        elif part.beat.standing_by == part.heirs:
            part.beat.renewing = part.heirs
        elif now - part.heir_called > HEIR:
            part.heir.kill()

    def _is_relief_near(self, part: Part, now: float) -> bool:
        """Whether a part that hangs is left a moment longer, for an heir that is about to stand by."""
        if part.beat is None or (part.heir is None and (not part.has_heirs or part.beat.renewing)):
            return False
        if part.heir is None:
            self._call_heir(part, now)
        return part.heir.is_alive() and part.beat.standing_by != part.heirs and now - part.heir_called < HEIR_OF_HUNG

    def _call_heir(self, part: Part, now: float) -> None:
        """Starts another process of the part, which is to relieve the one that runs."""
        part.heirs += 1
        part.heir, part.heir_called = self._started(part, heir=part.heirs), now

    def _reap(self, part: Part, code: int, now: float) -> None:
        """Takes note that the part's process is over. One that even a kill does not end (a frozen share) is left behind."""
        if not part.process.is_alive():
            part.process.join()
            part.process.close()
        part.process = None
        calm = now - part.started > CALM
        if part.heir is not None and part.beat is not None:
            if code != RENEW:
                part.beat.promise(0, now + FIRST_PROMISE)
            part.process, part.heir, part.started = part.heir, None, now
            part.beat.renewing, part.beat.released = 0, part.heirs
        if code == 0 and part.need is Need.ON_DEMAND:
            return
        self._take_note(part, code, now)
        if part.name == self._principal and code in (RENEW, DISPLAY_LOST):
            part.ends, part.start_at = 0, now
            return
        part.ends = 1 if calm else part.ends + 1
        part.start_at = now + PAUSES[min(part.ends - 1, len(PAUSES) - 1)]
        LOG.warning("%s 结束（%s），%.1f 秒后重启 (ended, starts again)", part.name, code, part.start_at - now)
        if part.name == self._principal and part.beat is not None:
            self._count(part.beat, now)

    def _take_note(self, part: Part, code: int, now: float) -> None:
        """Counts the restart by its cause, and what was on where it was no renewal."""
        cause, part.cause = part.cause, None
        if cause is None:
            cause = {DISPLAY_LOST: Cause.DISPLAY, RENEW: Cause.MEMORY}.get(code, Cause.ENDED)
        if self._tally is None:
            return
        self._tally.count(part.name, now, cause)
        if part.name == self._principal and part.beat is not None and cause in (Cause.ENDED, Cause.HUNG):
            self._tally.broke_off(part.beat.title)

    def _count(self, beat: Beat, now: float) -> None:
        """Draws the conclusions from one more end of the principal."""
        was_safe = self._crashes.safe
        self._crashes = self._crashes.ended(End(now, beat.slides))
        guilty = self._crashes.guilty()
        if guilty is not None:
            self._convict(guilty)
        if self._crashes.safe and not was_safe:
            LOG.error("画面反复中断，进入安全模式：只放以前放好的静止画面，一小时后再试 (safe mode)")
        beat.safe = self._crashes.safe

    def _weigh(self, now: float) -> None:
        """Deals with parts that take too much memory."""
        if now - self._weighed < WEIGHING:
            return
        self._weighed = now
        for part in self.parts:
            if part.limit is None or part.process is None:
                continue
            size, limit = resident(part.process.pid), part.limit()
            if size is None or size <= limit:
                continue
            if part.has_heirs and part.beat is not None and size <= limit * FAR_OVER:
                if part.heir is None and not part.beat.renewing and part.beat.presented:
                    LOG.warning("%s 占内存 %d MB，换页时重启 (takes too much memory)", part.name, size >> 20)
                    self._call_heir(part, now)
                continue
            LOG.warning("%s 占内存 %d MB，重启 (takes too much memory)", part.name, size >> 20)
            part.cause = Cause.MEMORY
            part.process.kill()

    def _notify(self, now: float) -> None:
        """Tells the service manager: ready, what is on, and that the principal keeps its promises."""
        crashes = self._crashes.at(now)
        principal = next((part for part in self.parts if part.name == self._principal), None)
        beat = None if principal is None else principal.beat
        if crashes is not self._crashes and beat is not None:
            LOG.info("试着离开安全模式 (safe mode is left for a try)")
            beat.safe = crashes.safe
        self._crashes = crashes
        if not self._notifier.listening or principal is None or beat is None:
            return
        if principal.process is None or not beat.presented:
            return
        self._notifier.ready()
        silent = [f"（更新已停止 {_minutes(now - part.looked)} 分钟）" for part in self.parts if part.silent]
        self._notifier.status(f"{'安全模式' if beat.safe else '正在播放'}：{beat.title}{''.join(silent)}")
        if self._notifier.every is not None and now - self._told_alive >= self._notifier.every * 0.9:
            self._told_alive = now
            self._notifier.alive()

    def _hangs(self, part: Part, now: float) -> bool:
        return part.beat is not None and part.beat.until > 0 and now > part.beat.until + GRACE

    def _ignores(self, part: Part, now: float) -> bool:
        """Whether an order lies before the part for longer than any job takes: it was stopped, or hangs where nobody looks.

        Such a part has no beat: what it is there for is the orders, and one that it takes is its sign of life.
        """
        if part.demand is None or part.process is None or not part.demand.poll():
            part.lies_since = None
            return False
        if part.lies_since is None:
            part.lies_since = now
        return now - part.lies_since >= UNTAKEN

    def _is_needed(self, part: Part) -> bool:
        return part.need is Need.ALWAYS or (part.demand is not None and part.demand.poll())

    def _start(self, part: Part, now: float) -> None:
        if part.beat is not None:
            part.beat.promise(0, now + FIRST_PROMISE)
            part.beat.renewing, part.beat.standing_by = 0, 0
            part.beat.tell_slides(on="")
        part.process, part.started, part.lies_since = self._started(part), now, None

    def _started(self, part: Part, **keywords: int) -> Any:
        """A new process of the part."""
        arguments = (part.target, part.arguments, keywords)
        process = self._context.Process(target=_run_part, args=arguments, name=part.name)
        process.start()
        return process

    def _sleep(self, reader: int, now: float) -> None:
        """Blocks until a part ends, an order comes, a signal, or the next promise or start is due."""
        objects: list[Any] = [reader]
        deadlines = [*self._own_deadlines(now)]
        for part in self.parts:
            if part.process is not None:
                objects.append(part.process.sentinel)
                if part.beat is not None:
                    deadlines.append(self._next_look(part, part.beat, now))
                if part.heir is not None:
                    objects.append(part.heir.sentinel)
                if part.demand is not None:
                    deadlines.append((now if part.lies_since is None else part.lies_since) + UNTAKEN)
            elif part.start_at > now:
                deadlines.append(part.start_at)
            elif part.demand is not None:
                objects.append(part.demand)
        timeout = max(0.0, min(deadlines) - now) if deadlines else None
        for ready in wait(objects, timeout):
            if ready == reader:
                with suppress(BlockingIOError):
                    os.read(reader, 64)

    def _next_look(self, part: Part, beat: Beat, now: float) -> float:
        """When to look at the part's promise, or whether its heir stands by."""
        starting = now + STARTING if beat.presented == 0 else beat.until
        broken = min(beat.until, starting) + GRACE + 0.05
        if part.heir is None:
            return broken
        return max(broken, now + COMING) if beat.standing_by == part.heirs else now + COMING

    def _own_deadlines(self, now: float) -> Iterator[float]:
        """When to wake for others than the parts: the service manager, the end of safe mode, what has to be said."""
        yield from (part.looked + SILENT for part in self.parts if part.looks and not part.silent)
        if self._notifier.every is not None:
            yield now + self._notifier.every
        if self._notifier.waiting:
            yield now + ANXIOUS
        if self._crashes.safe_since is not None:
            yield self._crashes.safe_since + SAFE_TIME

    def _part_company(self) -> None:
        """Asks every part to leave, the last started first; kills what has not left in time or at a second signal."""
        asked = self._signals
        both = [process for part in reversed(self.parts) for process in (part.heir, part.process)]
        running = [process for process in both if process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PARTING
        for process in running:
            while process.is_alive() and time.monotonic() < deadline and self._signals <= asked:
                process.join(0.05)
            if process.is_alive():
                process.kill()
            process.join()


def _run_part(target: Callable[..., None], arguments: tuple[Any, ...], keywords: dict[str, int]) -> None:
    """In the new process: default signals, an end when the supervisor ends, then the part itself."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the supervisor passes on SIGTERM
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent()
    target(*arguments, **keywords)


def _minutes(seconds: float) -> int:
    return int(seconds // 60)


def resident(pid: int) -> int | None:
    """Bytes of memory that the process takes, shared ones included; None where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return None


def die_with_parent() -> None:
    """On Linux, has the system kill this process when its parent ends, however it ends."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415  # only the parts need it, not their parent

    pr_set_pdeathsig = 1
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == 1:
        os._exit(1)

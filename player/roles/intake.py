"""The process of the content: looks at the folder, ingests what has settled, publishes, tells the glass.

It is the one that a frozen share may block for as long as it likes: it promises little to the supervisor, is killed
when it breaks that, and starts again from the store. Nothing it does can hold up the glass.
"""

from __future__ import annotations

import logging
import threading
from multiprocessing.connection import Connection

from player.errors import SourceError, StoreError
from player.ingest.pipeline import ingest, rules_of
from player.ingest.understood import Understood
from player.model.problem import Place, Problem
from player.model.snapshot import Snapshot
from player.model.table import cell_words
from player.model.units import DAY, Digest, Millis
from player.model.words import Language
from player.picture.theme import theme_problems, theme_words
from player.prepare.inspector import LinkInspector
from player.prepare.limits import give_way
from player.roles.beat import Beat
from player.roles.guessed import Guessed
from player.roles.later import Later
from player.roles.orders import Orders
from player.roles.pictures import Pictures, Trees
from player.roles.tally import Shared
from player.roles.telling import Known, Telling
from player.roles.timekeeper import Timekeeper
from player.roles.upkeep import Upkeep
from player.sources.folder import Folder
from player.sources.hints import Hints, watch
from player.store.store import Store

LOG = logging.getLogger("qingbo.intake")

PATIENCE = 90.0
"""Seconds that one look with all its reading may take before the supervisor gives this process up."""

FIRST_CONTENT = 6.0
"""Seconds after the very first start in which files that are still changing are waited for."""

FIRST_STEP = 3.0
"""Seconds of looking at new pictures after which the very first content comes up; the rest follows."""

STEP = 10.0
"""The same for content after that: a few hundred photos come in a few steps, and the first of them do not wait for the last."""

CONVERTING = 1.0
"""Seconds between two looks while a presentation is being made into a PDF."""

MOST_SAID = 20
"""Problems of one look that have a line of their own in the log: a folder of ten thousand strange files is one event."""

AWAY = 60.0
"""Seconds for which a folder may be away before staff are told."""


def run(orders: Orders, beat: Beat, shared: Shared, painter: Connection, glass: Connection) -> None:
    """Runs until it is killed: it holds nothing that a kill could hurt."""
    give_way()
    Intake(orders, beat, shared, painter, glass).run()


class Intake:
    """The loop and what it remembers between two looks: the last listing, the last snapshot, the last problems."""

    def __init__(self, orders: Orders, beat: Beat, shared: Shared, painter: Connection, glass: Connection) -> None:
        self._orders = orders
        self._clock = orders.clock
        self._beat = beat
        self._glass = glass
        self._store = Store(orders.cache)
        assets = None if orders.assets is None else Folder(orders.assets, memory=orders.cache / "assets.json")
        trees = Trees(Folder(orders.folder, memory=orders.cache / "folder.json"), assets)
        self._upkeep = Upkeep(self._store, orders.clock, orders.settings.zone, self._reread)
        self._pictures = Pictures(
            trees, self._store, LinkInspector(painter), orders.cache / "known.json", upkeep=self._upkeep
        )
        self._trees = trees
        self._hint = threading.Event()
        self._hints: list[Hints] = []
        self._hears = False
        self._previous: Snapshot | None = None
        self._published: Digest | None = None
        self._seen: object = None
        self._looks = 0
        self._problems: tuple[Problem, ...] = ()
        self._away_since: float | None = None
        self._away_told = False
        self._started = self._clock.monotonic()
        self._understood: tuple[Understood, ...] = ()
        self._away_wall: Millis | None = None
        self._rules = rules_of(orders.settings, themes=theme_words(), problems=theme_problems(orders.settings.theme))
        self._telling = Telling(orders, shared)
        self._timekeeper = Timekeeper(orders.clock, orders.cache, shared.glass)
        self._guessed = Guessed(orders.cache)
        self._later = Later(orders)

    def run(self) -> None:
        """Looks, ingests and publishes for ever."""
        loaded = self._store.load()
        self._previous, self._published = loaded.snapshot, loaded.digest
        if loaded.snapshot is not None:
            self._trees.remember(slide.source.file for slide in loaded.snapshot.slides())
        self._upkeep.begin(loaded)
        self._later.note()
        self._listen()
        while True:
            self._beat.promise(self._looks, self._clock.monotonic() + PATIENCE)
            self._hint.clear()
            self.step()
            now, believed = self._timekeeper.instant()
            self._upkeep.tend(self._previous, self._published, now, doubtful=not believed)
            away = next(iter(self._trees.problems), None) if self._away_told else None
            self._telling.tell(
                Known(
                    self._previous,
                    self._published,
                    self._understood,
                    (*self._upkeep.problems, *self._problems, *self._later.problems()),
                    self._away_wall,
                    away=away,
                    hears=self._hears,
                ),
                now,
            )
            self._rest()

    def _rest(self) -> None:
        """Sleeps until the next look is due or a hint comes, and in any case as long as looking has to pause."""
        now = self._clock.monotonic()
        self._trees.hinted(alive=self._hears)
        telling = self._telling.wake_at
        wake_at = self._trees.wake_at(now) if telling is None else min(telling, self._trees.wake_at(now))
        pause = 0.05 if self._pictures.later or self._pictures.unfinished else max(0.05, wake_at - now)
        pause = min(pause, CONVERTING) if self._pictures.converting else pause
        self._looks += 1
        self._beat.promise(self._looks, now + pause + PATIENCE, now=now)
        if self._hint.wait(pause):
            never = threading.Event()  # nobody sets it: time.sleep itself fails under a faked clock
            never.wait(max(0.0, self._trees.soonest - self._clock.monotonic()))

    def step(self) -> None:
        """One look, and all that follows from it."""
        begun = self._clock.monotonic()
        try:
            listing, extras = self._trees.look(begun, self._clock.machine())
        except SourceError as error:
            self._is_away(error, begun)
            return
        self._is_back()
        now, believed = self._timekeeper.instant()
        if self._published is None and listing.waiting and self._is_young():
            return  # the first content is not shown by halves
        seen = (
            listing,
            extras,
            self._trees.problems,
            now // DAY,
            believed,
            self._pictures.quarantine.stamp(),
            self._upkeep.has_room(),
        )
        if seen != self._seen and self._take_in(now, believed=believed):
            self._seen = seen

    def _reread(self, digest: Digest) -> None:
        """Has a picture of the cache that is damaged read from the folder again."""
        self._pictures.forget(digest)
        self._seen = None
        self._hint.set()

    def _is_young(self) -> bool:
        return self._clock.monotonic() - self._started < FIRST_CONTENT

    def _take_in(self, now: Millis, *, believed: bool) -> bool:
        """Ingests what was seen and publishes what is new. False where another look may do better."""
        self._beat.promise(self._looks, self._clock.monotonic() + PATIENCE * 10)
        self._pictures.unsure = False
        previous = self._previous
        if believed and previous is not None:
            previous = self._guessed.put_right(previous, now)
        until = self._clock.monotonic() + (FIRST_STEP if self._published is None else STEP)
        try:
            self._pictures.take_in_some(lambda: self._clock.monotonic() >= until)
            ingested = ingest(self._pictures, previous=previous, now=now, rules=self._rules)
        except StoreError as error:
            self._upkeep.refused(error)
            return False
        self._pictures.remember()
        held = self._pictures.quarantine.problems(ingested.snapshot.all_slides())
        self._tell((*self._trees.problems, *self._said(ingested.problems), *held))
        self._understood = ingested.understood
        if ingested.snapshot == self._previous and self._published is not None:
            self._upkeep.taken_in()
            return self._is_through
        if not believed:
            self._guessed.note(self._previous, ingested.snapshot, now)
        try:
            digest = self._store.publish(ingested.snapshot)
        except StoreError as error:
            self._upkeep.refused(error)
            return False
        self._upkeep.taken_in()
        if believed:
            self._guessed.forget()
        self._telling.published(ingested.snapshot, digest, self._previous, now)
        self._previous, self._published = ingested.snapshot, digest
        self._glass.send_bytes(digest.encode("ascii"))
        LOG.info("已更新：%d 页 (published, %s)", len(ingested.snapshot.slides()), digest[:8])
        return self._is_through

    @property
    def _is_through(self) -> bool:
        """Whether another look would say the same of the same files."""
        pictures = self._pictures
        return not (pictures.unsure or pictures.later or pictures.unfinished or pictures.converting)

    def _said(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The problems without those of pictures that only have not had their turn yet."""
        if not self._pictures.later:
            return problems
        return tuple(problem for problem in problems if problem.code != "file-copying")

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        """Logs what is newly wrong and what was mended: edges, not ticks, and of a flood its beginning."""
        known = frozenset(self._problems)
        new = [problem for problem in problems if problem not in known]
        for problem in new[:MOST_SAID]:
            LOG.warning("%s", sentence(problem, self._orders.language))
        if len(new) > MOST_SAID:
            LOG.warning("还有 %d 个问题，见状态页 (more problems: see the status page)", len(new) - MOST_SAID)
        if self._problems and not problems:
            LOG.info("所有问题都已解决 (all problems are mended)")
        self._problems = problems

    def _is_away(self, error: SourceError, begun: float) -> None:
        """Counts from when the look began that has failed: it may have waited for long."""
        now = self._clock.monotonic()
        self._hears = False
        if self._away_since is None:
            self._away_since = begun
            self._away_wall = Millis(self._timekeeper.instant()[0] - round((now - begun) * 1e3))
            LOG.info("文件夹暂时无法读取，继续播放 (the folder cannot be looked at): %s", error)
        elif not self._away_told and now - self._away_since >= AWAY:
            self._away_told = True
            LOG.warning("共享文件夹断开已超过一分钟，画面照常播放 (the folder is away)")
            self._tell((*self._trees.problems, *self._problems))
            self._seen = None  # what is told then is put together anew

    def _is_back(self) -> None:
        if self._away_since is not None:
            self._away_since, self._away_told, self._away_wall = None, False, None
            LOG.info("文件夹恢复 (the folder is back)")
        self._hears = self._is_heard()
        if not self._hears and self._listen():
            self._hears = self._is_heard()
            LOG.info("重新监听文件夹的变化 (changes of the folder are heard anew)")

    def _listen(self) -> bool:
        """Asks the system for hints, and whether some came anew; without them the folder is looked at later, that is all."""
        if not self._hints:
            roots = (self._orders.folder, self._orders.assets)
            self._hints = [watch(root, self._hint.set) for root in roots if root is not None]
        renewed = False
        for hints, count, identity in zip(self._hints, self._trees.folders, self._trees.identities, strict=True):
            if not hints.alive(count, identity):
                renewed |= hints.renew()
        return renewed

    def _is_heard(self) -> bool:
        """Whether the system still tells of changes in the folders of the last look."""
        seen = zip(self._hints, self._trees.folders, self._trees.identities, strict=True)
        return all(hints.alive(count, identity) for hints, count, identity in seen)


def sentence(problem: Problem, language: Language) -> str:
    """The problem in one line: place, what is wrong, the cure."""
    return f"{place_of(problem.place, language)}{problem.message.said(language)} {problem.hint.said(language)}"


def place_of(place: Place, language: Language) -> str:
    """The place as staff say it: `节目单.yaml 第7行：`; empty where there is none."""
    if place.file is None:
        return ""
    at = "" if place.cell is None else cell_words(place.cell).said(language)
    if place.cell is None and place.line is not None:
        at = f"第{place.line}行" if language is Language.ZH else f"line {place.line}"
    return f"{place.file} {at}：" if at else f"{place.file}："

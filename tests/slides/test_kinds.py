"""What of a slide changes with time, and what kinds say of themselves."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.content import Moment, Row, Slide, When
from player.model.snapshot import DayTable
from player.model.units import DAY, HOUR, MINUTE, SECOND, Millis
from player.slides.card import STANDBY, WELCOME, card, card_of
from player.slides.kind import Shape
from player.slides.kinds import KINDS, kind_of
from player.slides.reading import reading_time
from player.slides.timetable import time_of
from player.timeline.calendar import Calendar
from tests.support.slides import ROWS, SLIDES, at, on, slide

CALENDAR = Calendar("Asia/Shanghai", DayTable())
TARGET = CALENDAR.instant(on(7, 4, 9))
COUNTDOWN = kind_of("countdown")
TO_QUIZ = slide("countdown", countdown=on(7, 4, 9), title="距云竞答开始")
DAILY = slide("countdown", countdown=at(17))


def test_names_and_aliases_are_one_to_one() -> None:
    names = [kind.name for kind in KINDS]
    aliases = [kind.alias for kind in KINDS]
    assert len(set(names)) == len(set(aliases)) == len(KINDS)
    for kind in KINDS:
        assert kind.fields[0].required
        assert kind.fields[0].name == kind.name
        assert (
            len({field.name for field in kind.fields})
            == len({field.alias for field in kind.fields})
            == len(kind.fields)
        )
        assert all(field.about.zh and field.about.en for field in kind.fields)


def test_a_field_name_has_one_alias_everywhere() -> None:
    """`text` is 正文 on every kind that has it."""
    aliases: dict[str, set[str]] = {}
    for kind in KINDS:
        for field in kind.fields:
            aliases.setdefault(field.name, set()).add(field.alias)
    kinds = {kind.name for kind in KINDS}
    assert {name: found for name, found in aliases.items() if len(found) > 1 and name not in kinds} == {}


def test_unknown_kinds_are_an_error() -> None:
    with pytest.raises(LookupError):
        kind_of("weather")


@given(st.integers(0, 1200 * DAY))
def test_a_countdown_shows_the_seconds_that_are_left(left: int) -> None:
    """The digits are the time to the target, the second that has begun counted whole, up to 999 days."""
    now = Millis(TARGET - left)
    ticking = COUNTDOWN.ticking(TO_QUIZ, now, CALENDAR)
    face = COUNTDOWN.face(TO_QUIZ, now, CALENDAR)
    assert ticking
    digits = int(face.key)
    days = int(ticking.text[:digits] or 0)
    hours, minutes, seconds = (int(ticking.text[digits + 2 * part :][:2]) for part in range(3))
    assert len(ticking.text) == digits + 6
    total = -(-left // 1000)
    assert days == min(999, total // 86_400)
    assert (hours, minutes, seconds) == (total // 3600 % 24, total // 60 % 60, total % 60)


@given(st.integers(1, 400 * DAY))
def test_a_face_holds_until_it_says(left: int) -> None:
    """The face key is the same up to the instant before `until`, and another one at it."""
    now = Millis(TARGET - left)
    face = COUNTDOWN.face(TO_QUIZ, now, CALENDAR)
    assert face.until is not None
    assert face.until > now
    before = COUNTDOWN.face(TO_QUIZ, Millis(face.until - 1), CALENDAR)
    after = COUNTDOWN.face(TO_QUIZ, face.until, CALENDAR)
    assert before.key == face.key
    assert after.key != face.key or face.until == TARGET


@given(st.integers(1, 400 * DAY))
def test_ticks_are_exact_to_the_millisecond(left: int) -> None:
    now = Millis(TARGET - left)
    ticking = COUNTDOWN.ticking(TO_QUIZ, now, CALENDAR)
    assert ticking
    assert now < ticking.until <= now + SECOND
    assert (TARGET - ticking.until) % SECOND == 0
    before = COUNTDOWN.ticking(TO_QUIZ, Millis(ticking.until - 1), CALENDAR)
    after = COUNTDOWN.ticking(TO_QUIZ, ticking.until, CALENDAR)
    assert before
    assert after
    assert before.text == ticking.text != after.text


@pytest.mark.parametrize(
    ("left", "key", "text"),
    [
        (3 * DAY + 4 * HOUR + 5 * MINUTE + 6 * SECOND, "1", "3040506"),
        (123 * DAY, "3", "123000000"),
        (10 * DAY, "2", "10000000"),
        (10 * DAY - 1000, "1", "9235959"),
        (DAY, "1", "1000000"),
        (DAY - 1000, "0", "235959"),
        (1, "0", "000001"),
        (0, "0", "000000"),
        (-5000, "0", "000000"),
    ],
)
def test_digits(left: int, key: str, text: str) -> None:
    now = Millis(TARGET - left)
    ticking = COUNTDOWN.ticking(TO_QUIZ, now, CALENDAR)
    assert ticking
    assert (COUNTDOWN.face(TO_QUIZ, now, CALENDAR).key, ticking.text) == (key, text)


def test_a_daily_countdown_goes_to_the_next_such_time() -> None:
    noon = CALENDAR.instant(on(7, 1, 12))
    evening = CALENDAR.instant(on(7, 1, 18))
    five = CALENDAR.instant(on(7, 1, 17))

    def text(now: Millis) -> str:
        ticking = COUNTDOWN.ticking(DAILY, now, CALENDAR)
        assert ticking
        return ticking.text

    assert text(noon) == "050000"
    assert text(evening) == "230000"
    assert text(five) == "1000000"
    assert COUNTDOWN.face(DAILY, noon, CALENDAR).until == five


def test_a_countdown_ends_at_its_target() -> None:
    assert COUNTDOWN.implied({"countdown": on(7, 4, 9)}) == When(until=on(7, 4, 9))
    assert COUNTDOWN.implied({"countdown": on(7, 4)}) == When(until=Moment(date(2020, 7, 4), at(0)))
    assert COUNTDOWN.implied({"countdown": at(17)}) is None


AGENDA = slide("agenda", agenda="活动安排", rows=ROWS)


@pytest.mark.parametrize(
    ("now", "key", "until"),
    [
        (on(6, 28, 12), "ccccc", on(6, 29, 9)),
        (on(6, 29, 10), "ncccc", on(6, 30)),
        (on(6, 30, 10), "pcccc", on(7, 2)),
        (on(7, 2, 8), "pnccc", on(7, 2, 9)),
        (on(7, 2, 9), "pnncc", on(7, 3)),
        (on(7, 4, 9), "ppppn", on(7, 5, 17)),
        (on(7, 5, 17), "ppppp", None),
    ],
)
def test_the_agenda_marks_the_current_row(now: Moment, key: str, until: Moment | None) -> None:
    face = kind_of("agenda").face(AGENDA, CALENDAR.instant(now), CALENDAR)
    assert face.key == key
    assert face.until == (None if until is None else CALENDAR.instant(until))


def test_rows_without_a_time_are_never_current() -> None:
    shown = slide("agenda", agenda="须知", rows=(Row("带水杯"), Row("走楼梯")))
    assert kind_of("agenda").face(shown, TARGET, CALENDAR).key == "cc"
    assert kind_of("agenda").face(shown, TARGET, CALENDAR).until is None


def test_times_are_said_as_one_reads_them() -> None:
    assert [time_of(row) for row in ROWS] == [
        "6月29日9:00",
        "7月2日",
        "7月2日9:00",
        "7月3日9:00",
        "7月4日9:00至5日17:00",
    ]
    assert time_of(Row("会", on(7, 1, 9), Moment(date(2020, 7, 1), at(10, 5)))) == "7月1日9:00至10:05"
    assert time_of(Row("会")) == ""


@given(st.text("绿水青山aZ 26，\n", max_size=300))
def test_reading_time_is_between_six_and_thirty_seconds(text: str) -> None:
    assert 6_000 <= reading_time(slide("notice", notice="通知", text=text)) <= 30_000
    assert reading_time(slide("qr", qr="x", caption=text)) >= 20_000


def test_reading_time_counts_han_words_and_numbers() -> None:
    """2.0 s + 1.3 x n / 4.3 s."""
    assert reading_time(slide("slogan", slogan="绿水青山，节能增效")) == 6_000
    assert reading_time(slide("notice", notice="节" * 30)) == round(2_000 + 1_300 * 30 / 4.3)
    assert reading_time(slide("notice", notice="节" * 28 + "26℃ green")) == round(2_000 + 1_300 * 30 / 4.3)
    assert reading_time(slide("image", image="a.png", fit="铺满铺满铺满铺满铺满铺满铺满铺满")) == 10_000


def test_a_card_is_found_by_its_id() -> None:
    for name, folder in ((WELCOME, "/srv/a:b/节目"), (STANDBY, ""), (WELCOME, "C:\\节目")):
        shown = card(name, folder)
        assert card_of(shown.id) == shown
        assert shown.text("folder") == folder
        dark = card(name, folder, "dark")
        assert card_of(dark.id) == dark
        assert (dark.theme, shown.theme) == ("dark", "green")
        assert dark.id != shown.id
    assert card_of(card(WELCOME, "/a", "a:b@c").id).text("folder") == "/a"
    with pytest.raises(LookupError):
        card_of("a.yaml#3")
    assert all(kind.name != "card" for kind in KINDS)


@pytest.mark.parametrize("shown", [shown for shown, _ in SLIDES.values()], ids=list(SLIDES))
def test_every_kind_says_what_is_read(shown: Slide) -> None:
    kind = kind_of(shown.kind)
    fields: list[Any] = [shown.text(field.name) for field in kind.fields if field.shape in (Shape.TEXT, Shape.LINES)]
    assert kind.words(shown)
    assert kind.name == "image" or all(text in kind.words(shown) for text in fields)

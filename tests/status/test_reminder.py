"""The reminder of the day's report: half an hour, on days of a campaign, on the page and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from player.model.content import When
from player.model.settings import Settings
from player.model.snapshot import Playlist, Snapshot
from player.model.units import HOUR, MINUTE, Millis
from player.model.words import Language
from player.status.facts import StatusFacts
from player.status.page import html
from player.status.report import as_json
from player.timeline.scenes import Timeline
from tests.support.checkout import ROOT
from tests.support.demo import at
from tests.support.status import slogan

FOUR = 16 * HOUR
SCHEMA = json.loads((ROOT / "docs" / "reference" / "status.schema.json").read_text("utf-8"))


def campaign(first: str = "2020-06-29", last: str = "2020-07-05", *, takeover: bool = False) -> Timeline:
    from tests.timeline.worlds import moment

    when = When(start=moment(first) if first else None, until=moment(last) if last else None)
    return Timeline(Snapshot(playlists=(Playlist("周", "周", (slogan("绿水青山"),), when, takeover=takeover),)))


def facts(now: str, timeline: Timeline | None = None, by: int = FOUR) -> StatusFacts:
    shown = campaign() if timeline is None else timeline
    return StatusFacts(version="1", screen="hall", folder="/f", now=at(now), timeline=shown, report_by=by)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2020-07-04 15:29:59", False), ("2020-07-04 15:30:00", True), ("2020-07-04 15:59:59", True), ("2020-07-04 16:00:00", False),
        ("2020-07-06 15:45:00", False), ("2020-06-28 15:45:00", False),
    ],
)  # fmt: skip
def test_it_is_told_in_the_half_hour_before_on_days_of_a_campaign(now: str, told: bool) -> None:
    page, report = html(facts(now)), as_json(facts(now))
    jsonschema.validate({"by": "0" * 12, **report}, SCHEMA)
    assert ("今天的日报 16:00 前报送" in page) == told
    assert report["report_due"] == ("2020-07-04T16:00:00+08:00" if told else None)
    assert report["state"] == as_json(replace(facts(now), report_by=-1))["state"], "it is no trouble"


def test_who_shows_the_same_all_year_or_wants_none_is_not_reminded() -> None:
    now = "2020-07-04 15:45:00"
    assert facts(now).report_due == at("2020-07-04 16:00:00")
    assert facts(now, campaign("2020-06-29", "")).report_due is None
    assert facts(now, campaign("", "")).report_due is None
    assert facts(now, campaign(takeover=True)).report_due is None
    assert facts(now, by=-1).report_due is None
    assert facts("2020-07-04 10:45:00", by=11 * HOUR).report_due == at("2020-07-04 11:00:00")
    assert "Today&#x27;s report is due by 16:00" in html(facts(now), Language.EN)


def test_it_is_due_at_four_unless_the_settings_say_otherwise() -> None:
    assert Settings().report == FOUR
    assert Millis(FOUR) % MINUTE == 0
    assert date(2020, 7, 4)

"""The report for programs holds to its schema, for every screen there can be."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.units import Millis
from player.model.words import Language
from player.status.facts import NEXT, StatusFacts
from player.status.report import as_json
from player.status.verdict import PROBLEMS, notices
from tests.support.demo import ROOT, at, ingested, week
from tests.support.status import NOW, facts_saying, slogan, timeline

SCHEMA = json.loads((ROOT / "docs" / "reference" / "status.schema.json").read_text("utf-8"))


def told(facts: StatusFacts, language: Language = Language.ZH) -> Any:
    """What a program reads, held to the schema."""
    report = json.loads(json.dumps(as_json(facts, language)))
    jsonschema.validate(report, SCHEMA)
    return report


def test_an_empty_screen() -> None:
    report = told(StatusFacts("0.1.0", "screen", "/srv", NOW))
    assert report["snapshot"] is None
    assert report["current"] == report["next"] == []
    assert [notice["code"] for notice in report["notices"]] == ["nothing-to-show"]


def test_the_demo_week() -> None:
    found = ingested("2020-06-28 10:00")
    now = at("2020-07-04 08:59:50")
    report = told(
        StatusFacts(
            "0.1.0", "hall", "playlists", now, timeline=week(), snapshot=week().digest, understood=found.understood
        )
    )
    cues = [*report["current"], *report["next"]]
    assert len(cues) == NEXT + 1
    assert all(one["end"] == other["start"] for one, other in pairwise(cues))
    assert cues[0]["start"] <= report["written"] == "2020-07-04T08:59:50+08:00" < cues[0]["end"]
    assert report["next"][0]["start"] == "2020-07-04T09:00:00+08:00"
    assert report["slides"] == len(week().snapshot.slides())


@settings(deadline=None)  # validating takes as long as the machine is busy
@given(st.text(st.characters(), min_size=1, max_size=30), st.sampled_from(Language))
def test_whatever_is_said_it_is_valid(text: str, language: Language) -> None:
    """Law: any text anywhere gives a valid report that is valid UTF-8."""
    report = told(facts_saying(f"甲{text}"), language)
    json.dumps(report, ensure_ascii=False).encode("utf-8")
    assert report["state"] == "wrong"


@pytest.mark.parametrize(
    "change", [{"memory": -1.0}, {"uptime": 0.0}, {"frame_age": 1e9}, {"clock_offset": Millis(-1)}]
)
def test_odd_figures(change: dict[str, Any]) -> None:
    told(replace(facts_saying("甲"), **change))


def test_the_schema_refuses_what_it_does_not_know() -> None:
    report = told(facts_saying("甲"))
    for spoiled in ({**report, "more": 1}, {**report, "state": "fine"}, {**report, "problems": [{}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoiled, SCHEMA)


def test_every_notice_is_told_and_valid() -> None:
    bad = replace(facts_saying("甲"), clock_plausible=False, timeline=timeline())
    off = replace(bad, clock_plausible=True, clock_offset=Millis(3_600_000), problems=())
    found = {notice.code: notice for notice in (*notices(bad), *notices(off))}
    elsewhere = {"updates-stopped", "page-old"}  # what nobody can write who has stopped
    assert set(found) == set(PROBLEMS) - elsewhere
    assert {one["code"] for report in (told(bad), told(off)) for one in report["notices"]} == set(found)


def test_a_cue_is_told_until_it_ends() -> None:
    shown = timeline(slogan("甲"), slogan("乙"))
    first = told(StatusFacts("0.1.0", "s", "/srv", NOW, timeline=shown))["current"][0]
    last = told(StatusFacts("0.1.0", "s", "/srv", Millis(NOW + 9_999), timeline=shown))["current"][0]
    after = told(StatusFacts("0.1.0", "s", "/srv", Millis(NOW + 10_000), timeline=shown))["current"][0]
    assert first == last != after

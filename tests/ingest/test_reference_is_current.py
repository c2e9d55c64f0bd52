"""The reference is made from the code, so it cannot say anything else."""

from __future__ import annotations

import ast
from pathlib import Path

import jsonschema
import pytest
import yaml

import player.ingest
from player.ingest.catalogue import PROBLEMS
from player.ingest.vocabulary import SLIDE_KEYS
from player.slides.kinds import KINDS
from tests.ingest.conftest import Take
from tests.ingest.test_mistakes import CASES
from tools.build_reference import REFERENCE, pages, schema

PROJECT = REFERENCE.parent.parent
ROOM = Path(player.ingest.__file__).parent


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_page_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run: python -m tools.build_reference"


def read(text: str) -> object:
    """What an editor's YAML server checks: texts are texts."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("path", sorted((PROJECT / "playlists").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_demo_is_valid_by_the_schema(path: Path) -> None:
    jsonschema.validate(read(path.read_text(encoding="utf-8")), schema())


def test_the_example_of_the_page_is_valid_by_the_schema_and_plays(take: Take) -> None:
    page = (REFERENCE / "playlist.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    jsonschema.validate(read(example), schema())
    result = take({"a.yaml": example})
    assert not result.problems
    assert [slide.kind for slide in result.snapshot.slides()] == ["slogan", "tip", "qr", "countdown", "agenda"]


@pytest.mark.parametrize(
    "name", ["unknown key", "unknown kind", "no kind", "unknown key at the top", "an unknown transition"]
)
def test_what_the_player_refuses_the_schema_refuses(name: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(read(CASES[name].text), schema())


def test_every_code_that_is_told_is_in_the_catalogue_and_every_code_of_the_catalogue_is_told() -> None:
    outside = {"picture-unreadable", "picture-too-big", "picture-incomplete", "picture-crashes", "file-unreadable"}
    texts = {
        node.value
        for path in ROOM.glob("*.py")
        if path.name != "catalogue.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(PROBLEMS) - texts <= outside


def test_no_field_of_a_kind_is_called_like_a_key_of_every_slide() -> None:
    shared = set(SLIDE_KEYS.forms())
    for kind in KINDS:
        assert kind.fields[0].name == kind.name
        assert kind.fields[0].alias == kind.alias
        assert not shared & {form for one in kind.fields for form in (one.name, one.alias)}

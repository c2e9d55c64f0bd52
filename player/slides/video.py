"""A film: whole, never stretched, on the theme's ground; it begins on the very picture that stands for it until then."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from player.model.content import Film, Slide
from player.model.frame import Live
from player.model.units import SECOND, Millis
from player.model.words import Words
from player.picture.box import Box
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage

LEAST = Millis(6 * SECOND)
"""A film that is shorter goes round as often as it takes to be on for so long."""

_AT = "at "
"""How the face of a picture within the film begins; its time in ms follows."""

_BAND = 0.12
"""Part of the glass's height that a caption takes."""


class Video(Kind):
    """视频: a film as staff dropped it."""

    name = "video"
    alias = "视频"
    least = LEAST
    about = Words(
        "一段视频，完整显示，放完换页；不写声音就是静音",
        "a film, whole, for as long as it is; silent unless it says sound",
    )
    fields = (
        Field(
            "video",
            "视频",
            Shape.FILE,
            Words("视频文件名（mp4 mov mkv webm）", "the film's file name (mp4 mov mkv webm)"),
            required=True,
            example="宣传片.mp4",
        ),
        Field("caption", "说明", Shape.TEXT, Words("视频下面的说明", "a caption below it"), limit=60),
        Field(
            "sound",
            "声音",
            Shape.SOUND,
            Words("开：放出声音；不写就是静音", "on: it is heard; silent if left out"),
            example="开",
        ),
        Field(
            "volume",
            "音量",
            Shape.PERCENT,
            Words("声音多大，不写就是 100%", "how loud; 100% if left out"),
            example="60%",
        ),
    )

    def words(self, slide: Slide) -> str:
        """The caption: what a film says takes as long as the film."""
        return slide.text("caption")

    def lasts(self, slide: Slide) -> Millis | None:
        """As long as the film; a short one goes round."""
        film = film_of(slide)
        return None if film is None else Millis(film.length * ceil(LEAST / film.length))

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The film's picture on its place; the caption on a band below it."""
        asset = self.picture(slide)
        if asset is None or asset.film is None:
            raise LookupError(f"slide {slide.id} has no film")
        at = place(slide, stage.width, stage.height)
        if at != stage.whole:
            stage.ground("low")
        stage.film(asset, asset.film, at, _instant(face))
        caption = slide.text("caption")
        if caption:
            band = stage.whole.below(stage.height - band_of(slide, stage.height))
            stage.sheet(band, "deep")
            stage.rule(0, band.y, stage.width, "seal", stroke=0.003)
            inner = Box(stage.safe.x, band.y, stage.safe.width, band.height)
            block = stage.set(caption, "sub", inner.width, inner.height)
            stage.place(block, inner, colour="light", align="centre", stand="middle")
        return None


def film_of(slide: Slide) -> Film | None:
    """The film of a slide of this kind; None where it is of another, or its file is none."""
    if slide.kind != Video.name or not slide.assets:
        return None
    return slide.assets[0].film


def volume_of(slide: Slide) -> int:
    """At how many percent the film of a slide is heard; 0 where it is silent."""
    film = film_of(slide)
    return said_volume(slide) if film is not None and film.sound and not film.unheard else 0


def said_volume(slide: Slide) -> int:
    """At how many percent a slide asks to be heard, whether its film can be or not. Whoever says how loud wants to hear it."""
    sound, volume = slide.value("sound"), slide.value("volume")
    if sound is False or (sound is None and volume is None):
        return 0
    if isinstance(volume, int) and not isinstance(volume, bool):
        return max(0, min(100, volume))
    return 100 if isinstance(sound, bool) or not isinstance(sound, int) else max(0, min(100, sound))


def face_at(position: float) -> str:
    """The face of the picture that is seen `position` ms into the film, for whoever wants just that one."""
    return f"{_AT}{max(0, int(position))}"


def band_of(slide: Slide, height: int) -> int:
    """Pixels from the bottom that the caption takes on a frame of that height; 0 without one."""
    return round(height * _BAND) if slide.text("caption") else 0


def place(slide: Slide, width: int, height: int) -> Box:
    """Where the film stands on a frame of that size: as large as it goes, in its own shape, on whole and even pixels."""
    asset = slide.assets[0]
    room = Box(0, 0, width, height - band_of(slide, height))
    scale = min(room.width / asset.width, room.height / asset.height)
    wide, high = _even(asset.width * scale, room.width), _even(asset.height * scale, room.height)
    return Box((room.width - wide) // 2, (room.height - high) // 2, wide, high)


def _even(length: float, most: int) -> int:
    """The length in whole pixels, even where it leaves a border anyway."""
    whole = min(most, round(length))
    return whole if most - whole <= 1 else max(2, whole // 2 * 2)


def _instant(face: str) -> Millis:
    """The time within the film that a face names; its beginning for the usual one."""
    return Millis(int(face.removeprefix(_AT))) if face.startswith(_AT) else Millis(0)


def position(film: Film, start: Millis, now: Millis) -> float:
    """How many ms into the film it is at `now`, where its cue began at `start`: round and round."""
    return max(0, now - start) % film.length

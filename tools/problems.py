"""All that the player can tell staff to mend: the catalogues of its rooms, in the order in which the reference tells them.

A room that has something new to tell keeps its own `PROBLEMS` and gets its line here.
"""

from __future__ import annotations

from player.ingest import catalogue, own_terms
from player.model.problem import Catalogue
from player.model.words import Words
from player.picture import theme_file as looks
from player.roles import film_slow, later, no_sound, quarantine, troubles
from player.slides import remarks as painting
from player.sources import remarks as looking
from player.status import verdict
from player.store import problems as keeping

CATALOGUES: tuple[tuple[Words, Catalogue], ...] = (
    (Words("文件、文字和节目单", "Files, texts and playlists"), catalogue.PROBLEMS),
    (Words("词语文件", "The file of terms"), own_terms.PROBLEMS),
    (Words("画面上的字和二维码", "Type and codes on the slide"), painting.PROBLEMS),
    (Words("主题", "Themes"), looks.PROBLEMS),
    (Words("重新启动后才起作用的", "What counts from the next start"), later.PROBLEMS),
    (Words("文件夹里的东西", "Things in the folder"), looking.PROBLEMS),
    (Words("这台电脑和共享", "The machine and the share"), verdict.PROBLEMS),
    (Words("反复出错、已经隔离的", "What failed again and again"), troubles.PROBLEMS),
    (Words("画不出来、已经隔离的", "What could not be painted"), quarantine.PROBLEMS),
    (Words("放不动的视频", "Films that are too much"), film_slow.PROBLEMS),
    (Words("听不到的视频", "Films that are not heard"), no_sound.PROBLEMS),
    (Words("缓存", "The cache"), keeping.PROBLEMS),
)

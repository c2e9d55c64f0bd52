"""Where a code leads: whether a text may stand in one, by the list of hosts and by what would deceive people.

A link is read here as the browsers on phones read it (WHATWG URL), which is not how it looks: a backslash is `/`,
tabs and new lines are nothing, what stands before an `@` is nobody, full-width dots are dots, and a host may be written in letters that
only look Latin. Where two readings differ, whoever wrote the link decides which one people are shown: so what can be
read in two ways is refused, list or no list.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from player.ingest.catalogue import PROBLEMS
from player.ingest.clock_words import Unclear, flat
from player.model.content import Asset, CodeSeen, Slide
from player.model.problem import Place, Problem
from player.model.snapshot import Snapshot
from player.model.words import Words

SCREEN = "{screen}"
"""What stands in a link for the short id of the screen that shows it."""

_LONGEST_ID = 16
_SCHEME = re.compile(r"(?i)([a-z][a-z0-9+.-]{1,30}):(?=\S)")
_WEB = re.compile(r"(?i)https?:")
_INSIDE = re.compile(r"(?i)https?:[/\\]+[^\s，。；、）】》”]+")
_BARE = re.compile(
    r"(?i)(?:[a-z0-9-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)(?::\d+)?(?:[/?#][^\s，。；、）】》”]*)?", re.ASCII
)
_HIDDEN = ("Cc", "Cf", "Co", "Zl", "Zp")
_DOTS = str.maketrans("。．｡", "...")
_SAME_LETTERS = {
    ord(letter): latin
    for alike, latin in (
        ("аɑα", "a"), ("ь", "b"), ("сϲ", "c"), ("ԁɗ", "d"), ("еҽє", "e"), ("ɡց", "g"), ("һհ", "h"), ("іıι", "i"), ("ј", "j"),
        ("кκ", "k"), ("ӏ", "l"), ("м", "m"), ("пոη", "n"), ("оοօ", "o"), ("рρ", "p"), ("ԛզ", "q"), ("г", "r"), ("ѕ", "s"),
        ("тτ", "t"), ("սυ", "u"), ("ѵν", "v"), ("ԝѡω", "w"), ("хχ", "x"), ("уγү", "y"),
    )
    for letter in alike
}  # fmt: skip
"""Letters of other scripts that are drawn like Latin ones (after Unicode's table of confusables, UTS 39)."""

_RUNS = frozenset({"javascript", "vbscript", "data", "file", "intent"})
"""Links that run something on the phone itself."""

_LOOSE = (("0", "o"), ("1", "l"), ("i", "l"), ("rn", "m"), ("vv", "w"), ("5", "s"), ("-", ""), ("_", ""))


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a text leads: its `host` (or the head of another sort of link; empty for plain text).

    `refused` says why it may not be shown; `always`: whatever the list says.
    """

    host: str = ""
    refused: Words | None = None
    always: bool = False


_EXPIRES = (
    (
        re.compile(r"(?i)https?://weixin\.qq\.com/g/"),
        Words("微信群二维码只有 7 天", "a WeChat group's code lasts 7 days"),
    ),
    (
        re.compile(r"(?i)https?://mp\.weixin\.qq\.com/\S*[?&]tempkey="),
        Words("这是公众号文章的预览链接", "it is the preview of an article"),
    ),
    (
        re.compile(r"(?i)https?://work\.weixin\.qq\.com/gm/"),
        Words("企业微信群二维码会过期", "a WeCom group's code ends"),
    ),
)
"""Links that stop working by themselves."""


_PRIVATE = re.compile(
    r"(?i)https?://(?:localhost|(?:(?:127|10)\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+)(?![\w.-])"
)
"""Hosts of an office's own network: no visitor's phone gets there."""


def short_id(screen: str) -> str:
    """The screen's name where it can stand in a link as it is, else four letters that stand for it."""
    if len(screen) <= _LONGEST_ID and re.fullmatch(r"[A-Za-z0-9_-]+", screen):
        return screen
    number = int.from_bytes(hashlib.sha256(screen.encode()).digest()[:4], "big")
    letters = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another
    return "".join(letters[number // len(letters) ** place % len(letters)] for place in range(4))


def link(
    text: str, hosts: tuple[str, ...], screen: str = ""
) -> tuple[str, tuple[str, dict[str, str | int | Words]] | None]:
    """The text for a code, exactly as given but for `{screen}`, and a remark about it or None. Raises Unclear."""
    said = text.strip().replace(SCREEN, short_id(screen))
    half = flat(said).replace(": //", "://")
    if re.match(r"(?i)https?\s*[:;]?\s*/{1,3}|https?[:;]|h{1,2}t{1,3}p{1,2}s{0,2}\s*[:;]\s*/|ttps?\s*[:;]\s*/", half):
        _check_web(said, half)
    elif re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", said, re.IGNORECASE | re.ASCII):
        if hosts:
            why = Words("没有写 https://", "https:// is missing")
            raise Unclear("link-unclear", text=said, fixed=f"https://{said}", reason=why)
        return said, ("link-bare", {"text": said})
    leads = where(said, hosts)
    if leads.refused is None:
        return said, _remark(said)
    if leads.always:
        raise Unclear("link-disguised", text=said, reason=leads.refused)
    raise Unclear("link-host", host=leads.host, reason=leads.refused, hosts="、".join(hosts))


def _remark(said: str) -> tuple[str, dict[str, str | int | Words]] | None:
    """What is odd about a text that may stand in a code."""
    expires = next((why for pattern, why in _EXPIRES if pattern.match(said)), None)
    if expires is not None:
        return "link-expires", {"text": said, "reason": expires}
    if _PRIVATE.match(said):
        return "link-private", {"text": said}
    inside = None if _WEB.match(said) else _INSIDE.search(said)
    if inside is not None:
        return "link-inside", {"text": said, "fixed": re.sub("[^!-~].*", "", inside[0])}
    if re.fullmatch(r"(?i)[^/:]+\.(?:png|jpe?g|gif|bmp|webp|pdf|mp4)", said):
        return "link-file", {"text": said}
    return None


def where(text: str, hosts: tuple[str, ...]) -> Leads:
    """Where the text of a code leads a phone that scans it, and whether it may. Without `hosts` any honest link may."""
    said = text.strip()
    if _WEB.match(said):
        return _web(said, hosts)
    scheme = _SCHEME.match(said)
    if scheme and scheme[1].casefold() in _RUNS:
        why = Words("它会在手机上运行东西", "it would run something on the phone")
        return Leads(f"{scheme[1]}:", why, always=True)
    if scheme and hosts:
        why = Words("不是 https:// 开头的网址", "it is no link that begins with https://")
        return Leads(f"{scheme[1]}:", why)
    for found in _INSIDE.finditer(said):
        leads = _web(found[0], hosts)
        if leads.refused is not None:
            return leads
    for found in _BARE.finditer(_INSIDE.sub(" ", said)):
        leads = _web(f"https://{found[0]}", hosts)
        if hosts and leads.refused is not None:
            return leads
    return Leads(f"{scheme[1]}:" if scheme else "")


def told_of(picture: Asset, path: str, hosts: tuple[str, ...]) -> Problem | None:
    """What is to be said of the codes in a picture: an error where one may not be shown; without a list, what they say."""
    refused = _first_refused(picture.codes, hosts)
    if refused is not None:
        code, leads = refused
        sort = "code-disguised" if leads.always else "code-host"
        listed = "、".join(hosts)
        why = leads.refused or ""
        return PROBLEMS.problem(sort, Place(path), text=code.text, host=leads.host, reason=why, hosts=listed)
    if picture.codes and not hosts:
        return PROBLEMS.problem("code-found", Place(path), text="、".join(code.text for code in picture.codes))
    return None


def without_strays(snapshot: Snapshot | None, hosts: tuple[str, ...]) -> Snapshot | None:
    """The snapshot without slides whose codes may not be shown: the list may be shorter than when it was published."""
    if snapshot is None:
        return None
    return replace(
        snapshot,
        playlists=tuple(
            replace(playlist, slides=tuple(slide for slide in playlist.slides if _may_be_shown(slide, hosts)))
            for playlist in snapshot.playlists
        ),
    )


def _first_refused(codes: tuple[CodeSeen, ...], hosts: tuple[str, ...]) -> tuple[CodeSeen, Leads] | None:
    """The first code that may not be shown, and why; None where all may."""
    judged = ((code, where(code.text, hosts)) for code in codes)
    return next(((code, leads) for code, leads in judged if leads.refused is not None), None)


def _may_be_shown(slide: Slide, hosts: tuple[str, ...]) -> bool:
    """Whether all that phones can scan on the slide leads where it may."""
    own = where(slide.text("qr"), hosts) if slide.kind == "qr" else Leads()
    return own.refused is None and all(_first_refused(asset.codes, hosts) is None for asset in slide.assets)


def host_name(written: str) -> str:
    """A host as it is compared: lower case, other scripts as `xn--…`, no dot at the end. Raises ValueError."""
    host = unicodedata.normalize("NFKC", written).translate(_DOTS).casefold().rstrip(".")
    if not host or any(not label for label in host.split(".")):
        raise ValueError("an empty name")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _web(said: str, hosts: tuple[str, ...]) -> Leads:
    """Where a web link leads, read as browsers do."""
    if any(unicodedata.category(letter) in _HIDDEN for letter in said):
        return Leads(_shown(said), Words("里面有看不见的字符", "there are invisible characters in it"), always=True)
    slashes, authority, end = re.findall(r"(?i)^https?:([/\\]*)([^/\\?#]*)(.?)", said)[0]
    if "\\" in slashes + end:
        return Leads(
            _shown(authority), Words("网站名旁边有反斜杠“\\”", "there is a backslash beside its host"), always=True
        )
    if "@" in authority:
        real = authority.rpartition("@")[2]
        why = Words(f"“@”前面的只是幌子，真正去的是 {real}", f"what stands before “@” is a front; it leads to {real}")
        return Leads(_shown(real), why, always=True)
    return _at_host(authority, hosts)


def _at_host(authority: str, hosts: tuple[str, ...]) -> Leads:
    """What is to be said of the host that a link names."""
    written = re.sub(r":\d*$", "", authority)
    try:
        host = host_name(written)
        letters = ".".join(_letters(label) for label in host.split("."))
    except ValueError:
        return Leads(_shown(written), Words("网站名写得不对", "its host is not well-formed"), always=True)
    if "%" in host or not re.fullmatch(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]", host):
        return Leads(_shown(written), Words("网站名写得不对", "its host is not well-formed"), always=True)
    if (plain := letters.translate(_SAME_LETTERS)) != letters and plain.isascii():
        why = Words(
            f"看起来像 {plain}，其实是别的文字拼成的 {host}",
            f"it looks like {plain} but is {host}, spelled with letters of another script",
        )
        return Leads(host, why, always=True)
    if not hosts:
        return Leads(host)
    listed = tuple(_listed(each) for each in hosts)
    if any(host == each or (host.endswith("." + each) and not _is_number(host)) for each in listed):
        return Leads(host)
    return Leads(host, _stranger(host, letters, hosts))


def _stranger(host: str, letters: str, hosts: tuple[str, ...]) -> Words:
    """Why a host that is not on the list is refused, with what it may be taken for."""
    if _is_number(host):
        return Words("是一串数字地址，看不出是谁的网站", "it is a bare number, which does not say whose site it is")
    for each in hosts:
        name = _listed(each)
        if name in host or _skeleton(letters) == _skeleton(name) or _skeleton(letters).endswith(_skeleton("." + name)):
            return Words(f"看起来像 {each}，其实不是", f"it looks like {each} but is not")
    return Words("不在允许的网站里", "it is not among the hosts allowed")


def _listed(host: str) -> str:
    try:
        return host_name(host)
    except ValueError:
        return host


def _letters(label: str) -> str:
    """A label as people see it. Raises ValueError."""
    if not label.startswith("xn--"):
        return label
    return label[4:].encode("ascii").decode("punycode").casefold()


def _is_number(host: str) -> bool:
    """Whether browsers take the host for an address: its last part is a number (also 0x…), or it is in brackets."""
    return host.startswith("[") or re.fullmatch(r"0x[0-9a-f]*|\d+", host.rpartition(".")[2]) is not None


def _skeleton(host: str) -> str:
    """The host with what is easily mistaken made equal: accents, 0 and o, 1, l and i, rn and m."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", host) if not unicodedata.combining(letter)
    ).translate(_SAME_LETTERS)
    for one, other in _LOOSE:
        bare = bare.replace(one, other)
    return bare


def _shown(text: str) -> str:
    """The text with what cannot be seen written out."""
    return "".join(
        letter if unicodedata.category(letter) not in _HIDDEN else f"\\u{ord(letter):04x}" for letter in text[:120]
    )


def _check_web(said: str, half: str) -> None:
    """Raises Unclear where a phone could not open the link as it stands, with the link as it should be."""
    half = re.sub(r"(?i)^(?!https?\s*[:;/])h{0,2}t{1,3}p{1,2}(s?)s*(?=\s*[:;])", r"http\1", half)  # htps, ttps, hhttp
    fixed = re.sub(r"(?i)^(https?)\s*[:;]?\s*/*\s*", r"\1://", half).replace(" ", "").rstrip("。，,;；")
    wanted: Words | None = None
    if re.search(r"\s", said):
        wanted = Words("网址中间有空格", "there is a space in it")
    elif any(char in said for char in "：／．？＆＝。，；、"):
        wanted = Words("网址里有全角符号", "there are full-width signs in it")
    elif not re.match(r"(?i)https?://[^/?#\s]", said):
        wanted = Words("开头应是 https:// 加网站名", "it should begin with https:// and a host")
    else:
        try:
            parts = urlsplit(said)
            if not parts.hostname or parts.port == 0:
                wanted = Words("没有网站名", "it has no host")
        except ValueError:
            wanted = Words("网站名写得不对", "its host is not well-formed")
    if wanted is not None:
        raise Unclear("link-unclear", text=said, fixed=fixed, reason=wanted)

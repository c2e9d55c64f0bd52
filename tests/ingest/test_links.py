"""Where a code leads: the list of hosts, read as phones read links; what deceives is refused, list or no list."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.ingest.clock_words import Unclear
from player.ingest.links import SCREEN, link, short_id, told_of, where, without_strays
from player.ingest.pipeline import Rules
from player.ingest.settings_file import read_settings
from player.model.content import Asset, CodeSeen
from player.model.problem import Severity
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Digest
from tests.ingest.conftest import Take
from tests.support.slides import slide

HOSTS = ("weixin.qq.com", "gov.cn", "政务.cn")

ALLOWED = (
    "https://weixin.qq.com/r/AbC_09",
    "http://weixin.qq.com",
    "https://WEIXIN.QQ.COM./r",
    "https://www.beijing.gov.cn:8443/x?y=//evil.cn",
    "https://政务.cn/",
    "https://xn--zfr164b.cn/",
    "https://ｗｅｉｘｉｎ.qq.com/x",
    "扫码关注公众号“公共机构节能”",
    "时间：9:00-17:00",
)

STRANGERS = (
    "https://qq.com/",
    "https://evil.cn/?to=weixin.qq.com",
    "https://evil.cn/weixin.qq.com",
    "https://weixin.qq.com.evil.cn/",
    "https://evilweixin.qq.com/",
    "https://we1xin.qq.com/",
    "https://vveixin.qq.com/",
    "https://wéixin.qq.com/",
    "https://xn--ekr341c.cn/",
    "https://3232235777/",
    "https://0x7f.1/",
    "https://10.0.0.1/x",
    "https://[::1]/",
    "https://1.2.gov.cn.3/",
    "weixin://dl/business/?t=x",
    "wxp://f2f0abc",
    "alipays://platformapi/startapp",
    "tel:10086",
    "WIFI:S:hall;T:WPA;P:1;;",
    "BEGIN:VCARD\nFN:a\nEND:VCARD",
    "关注我们：https://evil.cn/看看",
    "登录 evil.cn/x 领取",
)

DISGUISED = (
    "https://weixin.qq.com@evil.cn/",
    "https://weixin.qq.com:80@evil.cn/r/x",
    "https://evil.cn\\@weixin.qq.com/",
    "https:\\\\evil.cn/",
    "https://wеixin.qq.com/",  # a Cyrillic е
    "https://ԝеіхіո.qq.com/",  # no Latin letter at all
    "https://xn--wixin-zwe.qq.com/",  # the same, written out
    "https://weixin.qq.com\u200b.evil.cn/",
    "https://evil.cn/\u202emoc.qq.nixiew",
    "https://weixin%2eqq.com/",
    "https://..weixin.qq.com/",
    "javascript:location='https://weixin.qq.com'",
    "data:text/html,weixin.qq.com",
)


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_listed_may_be_shown(text: str) -> None:
    assert where(text, HOSTS).refused is None
    assert where(text, ()).refused is None


@pytest.mark.parametrize("text", STRANGERS)
def test_what_is_not_listed_may_not_where_there_is_a_list(text: str) -> None:
    leads = where(text, HOSTS)
    assert leads.refused is not None
    assert not leads.always
    assert leads.host
    assert where(text, ()).refused is None


@pytest.mark.fault(33)
@pytest.mark.parametrize("text", DISGUISED)
def test_what_deceives_may_not_be_shown_at_all(text: str) -> None:
    for hosts in (HOSTS, ()):
        leads = where(text, hosts)
        assert leads.refused is not None
        assert leads.always
    with pytest.raises(Unclear):
        link(text, ())


@pytest.mark.control(33)
def test_a_plain_split_of_the_link_lets_disguises_through() -> None:
    """The control: the host as the usual library gives it, compared with the list."""

    def is_listed(text: str) -> bool:
        host = urlsplit(text).hostname or ""
        return any(host == each or host.endswith("." + each) for each in HOSTS)

    through = [text for text in DISGUISED if is_listed(text)]
    assert "https://evil.cn\\@weixin.qq.com/" in through, "phones go to evil.cn"
    assert all(where(text, HOSTS).refused is not None for text in through)


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([(), HOSTS]))
def test_any_text_is_judged(text: str, hosts: tuple[str, ...]) -> None:
    """Nothing that can be read from a code stops the judge."""
    for said in (text, f"https://{text}", f"https://weixin.qq.com{text}"):
        where(said, hosts)


@settings(deadline=None)
@given(
    st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,3}\.[a-z]{2,4}", fullmatch=True),
    st.sampled_from(["", "/", "?a", "#b", ":80/"]),
)
def test_only_a_listed_host_or_one_below_it_gets_through(host: str, rest: str) -> None:
    allowed = where(f"https://{host}{rest}", ("a.cn", "b.org.cn")).refused is None
    assert allowed == (host in ("a.cn", "b.org.cn") or host.endswith((".a.cn", ".b.org.cn")))


def test_the_reason_says_what_it_may_be_taken_for() -> None:
    for text, said in (
        ("https://weixin.qq.com@evil.cn/", "evil.cn"),
        ("https://wеixin.qq.com/", "weixin.qq.com"),
        ("https://we1xin.qq.com/", "看起来像 weixin.qq.com"),
        ("https://10.0.0.1/", "数字地址"),
    ):
        refused = where(text, HOSTS).refused
        assert refused is not None
        assert said in refused.zh


# ---- the screen's own id in a link


def test_the_screen_is_named_in_the_link() -> None:
    assert link(f"https://a.cn/?s={SCREEN}", (), "lobby-1")[0] == "https://a.cn/?s=lobby-1"
    assert link("https://a.cn/?s=x", (), "lobby-1")[0] == "https://a.cn/?s=x"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_screen_has_a_short_id_that_links_can_hold(name: str) -> None:
    short = short_id(name)
    assert 1 <= len(short) <= 16
    assert short.isascii()
    assert all(letter.isalnum() or letter in "-_" for letter in short)
    assert short_id(name) == short


def test_screens_have_different_ids() -> None:
    names = [f"{floor}楼{side}厅" for floor in range(1, 30) for side in "东西南北"]
    assert len({short_id(name) for name in names}) == len(names)


def test_one_slide_has_one_id_on_all_screens(take: Take) -> None:
    """Only the link differs: the order of the slides, shuffled or not, is the same everywhere."""
    text = "slides:\n  - qr: https://a.cn/?s={screen}\n  - slogan: 节能\n"
    one, other = (take({"a.yaml": text}, rules=Rules(screen=name)).snapshot.slides() for name in ("一楼", "lobby"))
    assert [slide.id for slide in one] == [slide.id for slide in other]
    assert one[0].text("qr") == f"https://a.cn/?s={short_id('一楼')}"
    assert other[0].text("qr") == "https://a.cn/?s=lobby"


# ---- codes in pictures


def poster(*texts: str) -> Asset:
    return Asset(Digest("0" * 64), "海报.png", 1, 640, 480, tuple(CodeSeen(text) for text in texts))


def test_a_code_in_a_picture_obeys_the_list() -> None:
    assert told_of(poster(), "海报.png", HOSTS) is None
    assert told_of(poster("https://weixin.qq.com/r/x"), "海报.png", HOSTS) is None
    for text in STRANGERS + DISGUISED:
        told = told_of(poster("https://weixin.qq.com/r/x", text), "海报.png", HOSTS)
        assert told is not None
        assert told.severity is Severity.ERROR
        assert told.place.file == "海报.png"
        assert (
            text[:12].encode("unicode_escape").decode().replace("\\\\", "\\")[:9] in told.message.zh
            or text[:9] in told.message.zh
        )


def test_without_a_list_staff_are_told_what_it_says() -> None:
    told = told_of(poster("https://evil.cn/x"), "海报.png", ())
    assert told is not None
    assert told.severity is Severity.WARNING
    assert "https://evil.cn/x" in told.message.zh
    deceiving = told_of(poster(DISGUISED[0]), "海报.png", ())
    assert deceiving is not None
    assert deceiving.severity is Severity.ERROR


@pytest.mark.fault(33)
def test_a_shorter_list_holds_for_what_was_published_before() -> None:
    """The last good version of a slide is not good any more when its host was taken off the list."""
    good, stray = slide("qr", qr="https://weixin.qq.com/x"), slide("qr", qr="https://evil.cn/x")
    hidden = slide("image", assets=(poster("https://evil.cn/x"),), image="海报.png")
    snapshot = Snapshot(playlists=(Playlist("p", "p", (good, stray, hidden)),))
    left = without_strays(snapshot, HOSTS)
    assert left == replace(snapshot, playlists=(Playlist("p", "p", (good,)),))
    assert without_strays(snapshot, ()) == snapshot


@pytest.mark.fault(33)
def test_a_playlist_of_one_stray_code_does_not_keep_it(take: Take) -> None:
    text = "slides:\n  - qr: https://evil.cn/x\n"
    before = take({"a.yaml": text}).snapshot
    assert len(before.slides()) == 1
    after = take({"a.yaml": text}, previous=before, rules=Rules(hosts=HOSTS))
    assert after.snapshot.slides() == ()
    assert [problem.code for problem in after.problems] == ["link-host"]


def test_a_host_of_the_list_may_be_chinese() -> None:
    found, problems = read_settings("hosts: [https://政务.cn/x, 中国政府网.政务, weixin.qq.com]\n".encode())
    assert not problems
    assert found.hosts == ("政务.cn", "中国政府网.政务", "weixin.qq.com")
    assert where("https://www.中国政府网.政务/", found.hosts).refused is None

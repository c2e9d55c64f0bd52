"""What films can have wrong; joins the catalogue of the content."""

from __future__ import annotations

from player.model.problem import Sort, error, warning
from player.model.words import Words

_KEPT = Words(
    "继续放这份文件上一次正确的内容；从没正确过的先不放。",
    "The last good version of this file keeps playing; without one it is left out.",
)
_OUT = Words("这个视频不放，其他照常。", "This film is not shown; the others are.")
_PART_OUT = Words("这一项没有采用，其余照常。", "This item is not used; the rest is.")
_EXPORT = (
    "用剪映或格式工厂打开，导出为 MP4（H.264，1080p），放那份 MP4。",
    "Open it in a video editor, export it as MP4 (H.264, 1080p) and drop that.",
)

FILMS: dict[str, Sort] = {
    "film-unreadable": error(
        "这个视频打不开：{reason}", "This film cannot be opened: {reason}",
        *_EXPORT,
        _KEPT,
    ),
    "film-incomplete": error(
        "视频没有结尾，可能没有复制完，或者录制时中断了。", "The film has no end; it may not have been copied completely, or its recording broke off.",
        "重新复制一次；还不行就用剪映或格式工厂打开，重新导出为 MP4。", "Copy it again; if that does not help, open it in a video editor and export it as MP4.",
        _KEPT,
    ),
    "film-no-picture": error(
        "这个文件只有声音，没有画面。", "This file has sound and no pictures.",
        "要放声音，请配一张图做成视频（MP4）。", "To play sound, make a video (MP4) of it with a picture.",
        _OUT,
    ),
    "film-codec": error(
        "这个视频的编码（{codec}）放不了。", "The film's codec ({codec}) cannot be played.",
        *_EXPORT,
        _OUT,
    ),
    "film-other": error(
        "放不了 {ending} 视频。", "{ending} films cannot be played.",
        *_EXPORT,
        _OUT,
    ),
    "film-large": error(
        "视频画面太大（{size}），最多 {limit}。", "The film's pictures are too large ({size}); at most {limit}.",
        *_EXPORT,
        _OUT,
    ),
    "film-fast": error(
        "视频每秒 {rate} 幅画面，最多 {limit}。", "The film has {rate} pictures a second; at most {limit}.",
        "用剪映或格式工厂导出为每秒 30 幅（30 fps）的 MP4。", "Export it with 30 pictures a second (30 fps).",
        _OUT,
    ),
    "film-long": error(
        "视频太长（{length}），最多 {limit}。", "The film is too long ({length}); at most {limit}.",
        "剪成几段，每段一个文件，按 1、2、3 起名。", "Cut it into parts, a file each, named 1, 2, 3.",
        _OUT,
    ),
    "film-too-big": error(
        "视频文件太大（{size}），最多 {limit}。", "The film's file is too big ({size}); at most {limit}.",
        *_EXPORT,
        _KEPT,
    ),
    "film-crashes": error(
        "这个视频放不出来，已隔离（打开时{cause}）。", "This film cannot be played and is set aside (while it was opened: {cause}).",
        *_EXPORT,
        Words("放上一次正确的版本；从没正确过的先不放。", "The last good version plays; without one it is left out."),
    ),
    "film-no-player": error(
        "这台电脑没有放视频的组件（PyAV）。", "This machine has no component to play films (PyAV).",
        "请负责电脑的人运行 qingbo doctor，按提示安装；其他内容不受影响。", "Have whoever looks after the machine run qingbo doctor and install it; nothing else is affected.",
        _OUT,
    ),
    "film-not-one": error(
        "“{path}”不是视频。", "“{path}” is not a film.",
        "这里要用视频文件：mp4、mov、mkv、webm。", "A film is wanted here: mp4, mov, mkv, webm.",
        Words("这一页先不放，其他页照常。", "This slide is left out; the others play."),
    ),
    "film-hdr": warning(
        "这是 HDR 视频，在普通屏幕上颜色会发灰。", "This is an HDR film; its colours look pale on an ordinary screen.",
        "手机拍摄时关掉 HDR；或用剪映导出时选 SDR。", "Switch HDR off on the phone, or export it as SDR.",
        Words("照常播放。", "It plays."),
    ),
    "film-mute": warning(
        "写了要出声，但这个视频里没有声音。", "Sound is asked for, but the film has none.",
        "换一份带声音的视频；不需要声音就删掉“声音”这一项。", "Use a film with sound, or leave out sound.",
        Words("照常播放，没有声音。", "It plays without sound."),
    ),
    "film-unheard": warning(
        "这个视频的声音格式（{codec}）放不了。", "The film's sound ({codec}) cannot be played.",
        "用剪映或格式工厂打开，导出为 MP4，音频选 AAC。", "Open it in a video editor and export it as MP4 with AAC sound.",
        Words("画面照常播放，没有声音。", "It plays without sound."),
    ),
    "sound-unclear": error(
        "“{text}”看不出要不要声音。", "“{text}” says neither that there is sound nor that there is none.",
        "写 开、关，或音量，例如：60%", "Write on, off, or how loud, such as: 60%",
        _PART_OUT,
    ),
    "volume-unclear": error(
        "“{text}”不是音量。", "“{text}” is no volume.",
        "写 0% 到 100%，例如：60%", "Write 0% to 100%, such as: 60%",
        _PART_OUT,
    ),
}  # fmt: skip

"""How the status page looks: the colours, type and landscape of the slides, for a phone and for a desk.

One file of style and two drawings, all within the page: it must be readable from a share that reaches nothing else.
"""

from __future__ import annotations

import binascii
import hashlib

from player.status.markup import Html

STYLE = Html("""
:root{--paper:#f4efe1;--card:#fdfbf5;--sky:#e3ebe2;--ink:#12352f;--soft:#3f5c54;--line:#ded8c6;--deep:#123f36;--near:#175848;
--hill:#559780;--far:#b9cfc4;--light:#f7f3e6;--seal:#b5331c;--blush:#fbeae4;--amber:#7d5200;--honey:#fbf1d9;--mint:#e4efe7;
--serif:"Noto Serif SC","Source Han Serif SC","Noto Serif CJK SC","Songti SC",STSong,SimSun,serif;
--sans:"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif;
--mono:Consolas,Menlo,"DejaVu Sans Mono","Noto Sans Mono",monospace,"Noto Sans CJK SC"}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.65 var(--sans);overflow-wrap:anywhere}
h1,h2,h3,p,ol,ul,dl,dd,pre,figure,table{margin:0;padding:0}
ol,ul{list-style:none}
time,.time{font-variant-numeric:tabular-nums;white-space:nowrap}
bdi{unicode-bidi:isolate}
.wide{max-width:1160px;margin:0 auto;padding:0 20px}
.top{position:relative;background:linear-gradient(#dfe9e2,#eeeee0 62%,var(--paper));overflow:hidden}
.top svg.hills{position:absolute;left:0;bottom:0;width:100%;height:150px}
.top .wide{position:relative;display:flex;flex-wrap:wrap;gap:18px 40px;align-items:center;justify-content:space-between;padding-top:34px;padding-bottom:104px}
.who{flex:1 1 320px;min-width:0}
.brand{display:flex;align-items:center;gap:10px;color:var(--soft);font-size:15px;letter-spacing:.06em}
.seal{flex:none;width:30px;height:30px;border-radius:5px;background:#c23a22;color:#f7f3e6;font:700 12px/13px var(--serif);letter-spacing:0;text-align:center;padding-top:2px}
h1{font:700 38px/1.3 var(--serif);letter-spacing:.03em;margin-top:8px}
.when{color:var(--soft);margin-top:4px}
.when time{color:var(--ink);font-weight:600}
.verdict{flex:none;display:flex;align-items:center;gap:16px;border-radius:16px;padding:16px 26px 16px 20px;color:var(--light);background:var(--near);box-shadow:0 6px 22px rgba(18,53,47,.18)}
.verdict svg{flex:none;width:44px;height:44px}
.verdict b{display:block;font:700 26px/1.3 var(--serif);letter-spacing:.05em}
.verdict div>span{display:block;font-size:14px;opacity:.94}
.look .verdict{background:var(--amber)}
.wrong .verdict{background:var(--seal)}
.late{display:none}
.old .verdict{display:none}
.old .verdict.late{display:flex;background:#4a4f4d}
.old .problem.late{display:block;border-left-color:#4a4f4d}
.late .mark{background:#e7e7e2;color:#3c403e}
.old .when time{color:var(--seal)}
main{margin-top:-36px;position:relative}
.grid{display:grid;grid-template-columns:minmax(0,1fr);gap:20px}
.card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:22px 24px;min-width:0}
h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px;font:700 21px/1.4 var(--serif);letter-spacing:.03em;margin-bottom:14px}
h2 small{font:400 14px/1.4 var(--sans);color:var(--soft);letter-spacing:0}
.date{white-space:nowrap}
.now img,.blank{display:block;width:100%;border-radius:10px;border:1px solid var(--line);background:var(--deep)}
.now img{height:auto}
.blank{aspect-ratio:16/9;display:flex;flex-direction:column;align-items:center;justify-content:center;text-align:center;color:var(--light);padding:6%;font:700 26px/1.5 var(--serif);background:linear-gradient(160deg,#175848,#123f36)}
.blank small{font:400 14px/1.5 var(--sans);opacity:.8;margin-top:8px}
.now .name{font:700 22px/1.45 var(--serif);margin:14px 0 4px}
.meta{color:var(--soft);font-size:15px}
.chip{display:inline-block;border-radius:6px;background:var(--mint);color:var(--near);font-size:14px;line-height:1.5;padding:1px 9px;margin-right:8px;white-space:nowrap}
.rows li{display:grid;grid-template-columns:minmax(78px,auto) minmax(0,1fr);gap:2px 16px;padding:11px 0;border-top:1px solid var(--line)}
.rows li:first-child{border-top:0;padding-top:0}
.rows li:last-child{padding-bottom:0}
.rows time{color:var(--near);font-weight:600}
.rows .sub{grid-column:2;color:var(--soft);font-size:14px}
.stack li{grid-template-columns:minmax(0,1fr)}
.stack .sub{grid-column:1}
.soon,.past{font-size:15px}
.soon{color:var(--near);font-weight:600}
.never{color:var(--seal);font-weight:600}
.empty{color:var(--soft)}
.reminder{display:flex;flex-wrap:wrap;gap:2px 16px;align-items:baseline;background:var(--honey);border-color:var(--amber);padding:14px 24px;grid-column:1/-1}
.reminder b{color:var(--amber);font-size:18px}
.reminder span{color:var(--soft)}
.problems{display:grid;gap:16px;grid-template-columns:minmax(0,1fr)}
.problems .problem:only-child{grid-column:1/-1}
details .problems{margin-top:10px}
.problem{background:var(--card);border:1px solid var(--line);border-left:7px solid var(--seal);border-radius:14px;padding:18px 22px}
.problem.warning{border-left-color:#c08a1e}
.problem header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}
.mark{border-radius:6px;background:var(--blush);color:var(--seal);font-weight:600;font-size:14px;line-height:1.5;padding:1px 9px}
.warning .mark{background:var(--honey);color:var(--amber)}
.file{font-weight:600}
.spot{color:var(--soft);white-space:nowrap}
.message{font-size:19px;line-height:1.55;font-weight:600;margin-top:8px}
.problem pre{margin-top:10px;padding:10px 14px 5px;border-radius:8px;background:#f2eee2;font:15px/1.5 var(--mono);overflow-x:auto;white-space:pre;overflow-wrap:normal;tab-size:4}
.problem pre b{color:var(--seal)}
.warning pre b{color:var(--amber)}
.problem dl{margin-top:10px;display:grid;grid-template-columns:auto minmax(0,1fr);gap:4px 14px}
.problem dt{color:var(--near);font-weight:600;white-space:nowrap}
.problem .aside{color:var(--soft);font-weight:400}
.alike{margin-top:10px;color:var(--soft);font-size:15px}
table{width:100%;border-collapse:collapse}
td{padding:9px 0;border-top:1px solid var(--line);vertical-align:top}
tr:first-child td{border-top:0}
td:first-child{width:40%;padding-right:22px;font-weight:600}
td+td{color:var(--soft)}
details{margin-top:12px}
summary{cursor:pointer;color:var(--near);font-weight:600;padding:6px 0}
.facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:8px 18px;font-size:15px}
.facts dt{color:var(--soft);white-space:nowrap}
.facts code{font:14px/1.6 var(--mono)}
footer{color:var(--soft);font-size:14px;padding-bottom:44px}
.foot{margin-top:22px}
footer b{color:var(--ink)}
footer p{margin-top:6px}
@media (min-width:900px){
.grid{grid-template-columns:minmax(0,1.42fr) minmax(0,1fr);gap:22px}
.all{grid-column:1/-1}
.problems{grid-template-columns:repeat(2,minmax(0,1fr));gap:18px}
.side{display:grid;gap:22px;align-content:start;grid-template-columns:minmax(0,1fr)}
.main{display:grid;gap:22px;align-content:start;grid-template-columns:minmax(0,1fr)}
}
@media (max-width:899px){.side,.main{display:contents}.now{order:1}.soonest{order:2}.new{order:3}.read{order:4}.self{order:5}}
@media (max-width:560px){
.wide{padding:0 14px}
.top .wide{padding-top:22px;padding-bottom:84px}
.top svg.hills{height:110px}
h1{font-size:30px}
.verdict{width:100%;padding:13px 18px}
.verdict b{font-size:23px}
.card{padding:18px 16px;border-radius:14px}
.problem{padding:16px 15px}
.grid{gap:14px}
td,td:first-child{display:block;width:auto;padding:0}
td:first-child{padding-top:10px}
td+td{border-top:0;padding-bottom:10px}
}
@media print{.top svg.hills{display:none}.top .wide{padding-bottom:24px}main{margin-top:0}.card,.problem{break-inside:avoid}}
""")

SCRIPT = Html("""
(() => {
  const body = document.body, written = Number(body.dataset.written), rest = document.title.split(" · ").slice(1);
  const units = (body.dataset.units || "").split("|");
  const look = () => {
    const minutes = Math.floor((Date.now() - written) / 60000), old = minutes >= Number(body.dataset.old);
    body.classList.toggle("old", old);
    if (!old) return;
    const age = minutes < 120 ? minutes + units[0]
      : minutes < 2880 ? Math.floor(minutes / 60) + units[1] : Math.floor(minutes / 1440) + units[2];
    for (const place of document.querySelectorAll(".age")) place.textContent = age;
    document.title = [document.querySelector(".verdict.late b").textContent, ...rest].join(" · ");
  };
  if (!written) return;
  look();
  setInterval(look, 5000);
})();
""")
"""All that runs on the page: it compares the time at which the page was written with the reader's clock, and says so
where it has not been renewed. A page whose player has died cannot know it otherwise."""


def _hash(text: str) -> str:
    return f"'sha256-{binascii.b2a_base64(hashlib.sha256(text.encode()).digest(), newline=False).decode()}'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src data:",
        f"style-src {_hash(STYLE)}",
        f"script-src {_hash(SCRIPT)}",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""What the page may do: show this style and pictures within it, run this script. No other place, whatever a name says."""

HILLS = Html(
    '<svg class="hills" viewBox="0 0 1440 150" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">'
    '<circle cx="1010" cy="62" r="25" fill="#e2573b"/>'
    '<path fill="#b9cfc4" fill-opacity=".75" d="M0 96C80 84 130 58 190 66s96 34 160 26 104-52 176-46 110 44 178 40 120-44 190-38 '
    '112 40 176 38 116-46 184-40 130 36 186 34V150H0Z"/>'
    '<path fill="#8fb8a4" fill-opacity=".8" d="M0 112c60-4 98-34 152-32s92 34 150 34 110-36 172-32 96 34 152 34 108-28 166-26 104 30 '
    '166 28 110-40 176-36 108 34 160 32 96-20 146-18v54H0Z"/>'
    '<path fill="#f4efe1" d="M0 130c120-14 236-22 372-12s224 14 360 4 238-14 372-4 232 10 336-2v34H0Z"/></svg>'
)

TICK = Html(
    '<svg viewBox="0 0 44 44" fill="none" stroke="#f7f3e6" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true"><circle cx="22" cy="22" r="19"/><path d="m13.5 22.8 6 6.2 11.5-13"/></svg>'
)

MARK = Html(
    '<svg viewBox="0 0 44 44" fill="none" stroke="#f7f3e6" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true"><path d="M22 4.5 41 38.5H3Z"/><path d="M22 17v10.5M22 33v.2"/></svg>'
)

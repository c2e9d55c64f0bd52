"""Traditional characters, as Hong Kong, Macao and Taiwan write them -> the simplified ones of our own words. The one table of them.

What staff write as a word of ours (a key, a column, a kind, a day of the week, the name of a file that has a meaning) is
compared in simplified characters: 標題 is 标题, 節目單 is 节目单, 星期六下午兩點 what it says. What they write for passers-by is
shown as it is written: nothing here touches a text of the content.

The table holds what occurs in the words that there are, and no more: `tests/ingest/test_traditional.py` says which is missing.
"""

from __future__ import annotations

_FORMS = (
    "与與 业業 东東 两兩 个個箇 为為爲 乱亂 于於 云雲 亿億 从從 众眾 会會 传傳 余餘 关關 内內 写寫 "
    "农農 况況 准準 减減 几幾 划劃 则則 删刪 别別彆 制製 办辦 务務 动動 势勢 区區 千韆 单單 却卻 "
    "厅廳 历曆歴歷 压壓 叁叄 参參 双雙 发發髮 变變 叠疊 只隻祇 台臺 号號 后後 向嚮 启啓啟 员員 周週 "
    "响響 回迴 围圍 国國 图圖 圆圓 块塊 声聲 处處 备備 复復複 头頭 夹夾 实實 宽寬 对對 导導 尽儘盡 "
    "层層 布佈 带帶 帮幫 并並併 应應 开開 张張 当噹當 录錄録 径徑 志誌 总總 才纔 扩擴 扫掃 折摺 护護 "
    "报報 损損 换換 据據 摄攝 数數 断斷 无無 旧舊 时時 显顯 暂暫 术術 机機 条條 来來 标標 栏欄 样樣 "
    "核覈 档檔 检檢 楼樓 横橫 汇匯彙滙 汉漢 没沒 浅淺 测測 滚滾 满滿 灯燈 点點 状狀 独獨 现現 电電 "
    "画畫畵 盘盤 码碼 确確 礼禮 离離 种種 积積 称稱 稳穩 竞競 筛篩 签簽籤 类類 系係繫 紧緊 纠糾 红紅 "
    "约約 级級 纯純 纸紙 线綫線 组組 经經 结結 给給 统統 继繼 绪緒 续續 维維 绿綠緑 缓緩 编編 缘緣 "
    "缩縮 群羣 联聯 背揹 脑腦 节節 范範 萤螢 荧熒 万萬 优優 体體 厂廠 构構 气氣 网網 价價 党黨 蓝藍 补補 表錶 装裝 见見 观觀 视視 览覽 计計 认認 让讓 "
    "记記 许許 设設 识識 诉訴 词詞 试試 话話 该該 语語 误誤 说說説 请請 读讀 谁誰 调調 负負 责責 "
    "贰貳 贴貼 费費 资資 趋趨 车車 转轉 轮輪 软軟 轴軸 载載 输輸 边邊 过過 运運 还還 这這 进進 远遠 "
    "连連 适適 选選 采採 释釋 里裏裡 钟鍾鐘锺 铭銘 铺舖鋪 链鏈 锁鎖 错錯 锚錨 键鍵 长長 闭閉 问問 "
    "间間 阅閱閲 陆陸 随隨 隐隱 静靜 页頁 项項 顺順 预預 频頻 题題 颜顏顔 马馬 验驗 骗騙 齐齊 游遊 "
)  # fmt: skip
"""A simplified character and the traditional ones that are written for it."""

_SIMPLIFIED = {ord(other): forms[0] for forms in _FORMS.split() for other in forms[1:]}


def simplified(text: str) -> str:
    """The text for a comparison: as long as it was, each traditional character of our words as its simplified one."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def forms_of(char: str) -> str:
    """The traditional characters that are written for a simplified one; empty for a character that is the same everywhere."""
    return next((forms[1:] for forms in _FORMS.split() if forms[0] == char), "")

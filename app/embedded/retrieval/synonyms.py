"""Words that people use for one another when they ask about software, in English and in Chinese.

A question rarely uses the very words of a document. A term also finds the others of its groups, with less weight.
"""

_GROUPS = """
chat conversation talk dialogue thread discussion
message question query prompt
answer reply response respond
stop cancel abort interrupt halt end
start run launch begin boot
install setup set-up
connect hook link attach integrate plug
server backend host
setting configuration configure option variable parameter preference
delete remove erase clear
save keep store retain persist preserve
picture image photo screenshot
file document attachment folder
upload attach send
show display render view
see read look
hide conceal secret expose leak private
person people somebody stranger visitor user human others
laptop computer machine pc
page website browser site tab
reload refresh
lost lose gone vanish disappear missing
old earlier past previous former last history
new fresh another
error failure fail problem wrong issue trouble broken
retry repeat again resend
automatic automatically itself
change modify edit alter adjust update switch
source citation reference origin cite quote
suggest propose recommend
form field fields
formula mathematics math equation latex tex
table spreadsheet
keyboard key shortcut
line newline
blind accessibility accessible assistive screen-reader disability
language english chinese translation localization
speech voice audio speak microphone dictate listen aloud
model llm ai gpt
password login sign account
cookie session
backup back-up copy
click press tap
type write enter
way method how-to
quick fast speedy
停止 中断 取消 终止
启动 运行 开始
安装 部署
连接 接入 对接
服务器 后端 主机
设置 配置 选项
密钥 钥匙 key
会话 对话 聊天 记录 历史
问题 提问
回答 回复 答案
刷新 重新加载
丢失 消失 不见 丢掉
图片 图像 照片
文件 文档 资料
隐私 泄露 安全
别人 他人 其他人
看到 看见 看得
访客 用户 身份
失败 出错 错误
重试 重新发送 重发
命令 指令
语言 中文 英文
模型 人工智能
键盘 回车 快捷键
换行 多行
删除 清除 清空
"""


def _spread() -> dict[str, frozenset[str]]:
    words: dict[str, frozenset[str]] = {}
    for line in _GROUPS.split("\n"):
        group = frozenset(word.replace("-", " ") for word in line.split())
        for word in group:
            words[root(word)] = words.get(root(word), frozenset()) | group
    return words


def root(word: str) -> str:
    """A word without the endings of its forms, enough to recognise it."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


_SPREAD = _spread()


def synonyms(term: str) -> frozenset[str]:
    return _SPREAD.get(root(term), frozenset()) - {term}

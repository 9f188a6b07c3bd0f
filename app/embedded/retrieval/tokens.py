"""Words of a text for the index and for a query, in Latin script and in Han.

FTS5's own tokenizers miss a two-character Chinese word within a sentence, so Han text becomes single characters and
bigrams here, separated by spaces; stemming of Latin words is left to FTS5's ``porter``.
"""

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[^\\W{_HAN}]+")
_HAN_RUN = re.compile(f"[{_HAN}]+")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")

_ENGLISH = """
a about above after again all also am an and any anybody anyone anything are as at be because been before being
between both but by can cannot could did do does doing done down each else every explain for from get gets getting
give go goes going got had happen happening happens has have having he hello help her here hers hi him his how i if in
into is it its just know let like many may me mean means might mine more most much must my need needs no nor
not of off ok okay on once one only onto or other our ours out over own kind sort please possible same she should so
some somebody someone something such take tell than thank thanks that the their theirs them then there these they thing
things this those to too under until up upon us use used using very want wants was way we were what when where whether
which while who whom whose why will wish with within without would yes you your yours
s t d ll m re ve don doesn didn isn aren won can't
"""
STOP_WORDS = frozenset(_ENGLISH.split())

# Single characters only where they begin or end hardly any word: 会 stays for 会话, 对 for 对话, 上 for 上传.
_CHINESE = """
为什么 怎么样 怎么办 什么样 有没有 是不是 能不能 可不可以 会不会 要不要 请问 怎么 怎样 如何 什么 哪里 哪儿 哪些
哪个 哪种 多少 几个 是否 可以 能够 应该 需要 想要 我们 你们 他们 它们 这个 那个 这些 那些 这里 那里 时候 一下 一个
告诉 知道 你好 您好 谢谢 以及 还是 或者 如果 但是 因为 所以 的话 我 你 您 他 她 它 的 了 吗 呢 吧 啊 呀 么 是 在 有
和 与 或 就 都 也 很 还 请 把 被 给 让 这 那 哪 谁 啥
"""
_HAN_STOP = re.compile("|".join(sorted(_CHINESE.split(), key=len, reverse=True)))


def has_han(text: str) -> bool:
    return _HAN_CHARACTER.search(text) is not None


def is_chinese(text: str) -> bool:
    """Whether a document's text is mostly Chinese: a character says about as much as a short word."""
    return len(_HAN_CHARACTER.findall(text)) * 3 > len(re.findall(r"[A-Za-z]+", text))


def count_words(text: str) -> int:
    """Latin words, and two Han characters as one."""
    han = len(_HAN_CHARACTER.findall(text))
    return sum(1 for run in _RUN.findall(text) if not _HAN_RUN.match(run)) + (han + 1) // 2


def index_text(text: str) -> str:
    """The text as FTS5 is to index it: Latin words in lower case, Han characters and bigrams."""
    tokens: list[str] = []
    for run in _RUN.findall(text):
        if _HAN_RUN.match(run):
            tokens.extend(run)
            tokens.extend(_bigrams(run))
        else:
            tokens.extend(_latin(run))
    return " ".join(tokens)


def phrase(word: str) -> str:
    """A word, or a few, as the tokens that stand one after another in the index where the word stands."""
    return " ".join(token for run in _RUN.findall(word) for token in (_bigrams(run) or [run]) if has_han(run)) or word


def query_terms(text: str) -> list[str]:
    """The meaningful terms of a question, each once, in order: no stop words, Han as bigrams."""
    terms: dict[str, None] = {}
    for run in _RUN.findall(text):
        if not _HAN_RUN.match(run):
            terms.update((word, None) for word in _latin(run) if word not in STOP_WORDS)
            continue
        for piece in _HAN_STOP.split(run):
            terms.update((bigram, None) for bigram in (_bigrams(piece) or piece))
    return list(terms)


def query_words(text: str) -> list[str]:
    """The same words as a person wrote them, to name what was looked for."""
    words: dict[str, None] = {}
    for run in _RUN.findall(text):
        pieces = _HAN_STOP.split(run) if _HAN_RUN.match(run) else [run] if run.lower() not in STOP_WORDS else []
        words.update((piece, None) for piece in pieces if piece)
    return list(words)


def _latin(run: str) -> list[str]:
    """A word in lower case; an identifier (``PARLEY_API_URL``) as its parts, and as a whole."""
    parts = [part for part in run.lower().split("_") if part]
    return [*parts, "".join(parts)] if len(parts) > 1 else parts


def _bigrams(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]

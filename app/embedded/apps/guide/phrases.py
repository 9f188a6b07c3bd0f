"""The Guide's own words around what it quotes, in English and in Chinese."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    chinese: bool
    hello: str
    source: str
    pictures: str
    nothing: str
    welcome: str
    topics: str
    empty: str
    about_document: str
    about_section: str
    comma: str


ENGLISH = Phrases(
    chinese=False,
    hello="Hello {name}!",
    source="From *{place}* [{position}]:",
    pictures="I cannot look at pictures; I answer from the words of your question.",
    nothing="I found nothing in my documents about {words}.",
    welcome="Hello! I answer questions from my documents.",
    topics="They do cover, for example:",
    empty="There are no documents for me to answer from: the folder of guide documents is empty.",
    about_document="What is “{title}” about?",
    about_section="What does “{title}” say about “{heading}”?",
    comma=", ",
)

CHINESE = Phrases(
    chinese=True,
    hello="{name}，你好！",
    source="摘自《{place}》[{position}]：",
    pictures="我看不了图片，只根据问题的文字回答。",
    nothing="在我的文档里没有找到关于{words}的内容。",
    welcome="你好！我根据文档回答问题。",
    topics="文档里有的内容，例如：",
    empty="没有可供回答的文档：文档文件夹是空的。",
    about_document="“{title}”讲的是什么？",
    about_section="“{title}”里关于“{heading}”是怎么说的？",
    comma="、",
)

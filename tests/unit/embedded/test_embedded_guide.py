import re

import pytest

from app.embedded.application import GUIDE_DIR
from app.embedded.apps.guide.profile import OPENING_QUESTIONS
from app.embedded.retrieval import Index
from app.embedded.retrieval.documents import segments
from app.embedded.retrieval.tokens import index_text, query_terms
from app.embedded.storage import Database

QUESTIONS = [
    ("What is this product actually about?", "What Parley is"),
    ("Which web framework was used to make it?", "What Parley is"),
    ("What do I type to get it running on my laptop?", "Quick start"),
    ("Which Python version is required for the install?", "Quick start"),
    ("how can i hook it up to my existing dify backend", "Connecting your own server"),
    ("Is the api key ever exposed to visitors?", "Connecting your own server"),
    ("List all environment variables I can configure", "Settings"),
    ("I mistyped a variable, will it still start?", "Settings"),
    ("How do I back up my data?", "Settings"),
    ("What kind of cookie do you set?", "Privacy and identity"),
    ("Could a stranger read what I wrote in my chats?", "Privacy and identity"),
    ("I want to go back to a chat from last week", "Conversations and history"),
    ("open a fresh conversation", "Conversations and history"),
    ("My laptop went to sleep while it was answering, is the answer lost?", "While an answer is written"),
    ("Can I cancel a reply that is too long?", "While an answer is written"),
    ("My message could not be sent, must I type it again?", "Errors and retry"),
    ("Will you retry automatically when the server is busy?", "Errors and retry"),
    ("Why does it ask for fields before the first question?", "Input forms"),
    ("can the form values be modified during a conversation", "Input forms"),
    ("What do the little numbers like [1] in the text mean?", "Sources and suggested questions"),
    ("Can it render LaTeX formulas and tables?", "Markdown, code and mathematics"),
    ("Why do pictures in answers stay blank until clicked?", "Markdown, code and mathematics"),
    ("How do I write several lines without sending?", "Keyboard and accessibility"),
    ("Is it usable for blind people with screen readers?", "Keyboard and accessibility"),
    ("I have a folder with handbook files, can the bot use them?", "Using your own documents"),
    ("Is there some artificial intelligence generating this?", "Limits"),
    ("运行它要输入哪些命令？", "快速开始"),
    ("网络断了，正在生成的回答会丢失吗？", "对话与历史记录"),
    ("我的聊天内容别人看得见吗？", "隐私与身份"),
    ("我想用自己的文件来回答，要放在哪里？", "使用自己的文档"),
]
UNANSWERED = [
    "What will the weather be like in Paris tomorrow?",
    "How much does a subscription cost per month?",
    "Is there a mobile app in the App Store?",
    "明天北京的股票市场会涨吗？",
    "怎样学习弹钢琴？",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    database = Database(tmp_path_factory.mktemp("index") / "index.sqlite3")
    yield Index(database, GUIDE_DIR)
    database.close()


def first_title(index, question):
    passages = index.search(question).passages
    return passages[0].segment.title if passages else None


def test_the_right_document_comes_first_for_27_of_30_questions(index):
    wrong = [question for question, title in QUESTIONS if first_title(index, question) != title]
    assert len(QUESTIONS) == 30 and len(wrong) <= 3, wrong


@pytest.mark.parametrize("question", UNANSWERED)
def test_a_question_about_something_else_finds_nothing(index, question):
    assert index.search(question).passages == []


def test_each_heading_of_the_guide_asked_as_a_question_finds_its_own_section(index):
    sections = [section for first in index.documents(False) for section in index.sections(first.document_id)]
    assert len(sections) > 40
    for section in sections:
        assert index.search(section.headings[-1]).passages[0].segment == section


def test_each_opening_question_is_answered(index):
    titles = [first_title(index, question) for question in OPENING_QUESTIONS]
    assert titles == ["What Parley is", "Connecting your own server", "While an answer is written", "快速开始"]


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("What is Parley?", ("What Parley is", "What is Parley for?")),
        ("the guide", ("What Parley is", "What is the Guide?")),
        ("settings", ("Settings", "Which settings are there?")),
        ("documents", ("Using your own documents", "How should documents be written?")),
    ],
)
def test_a_heading_or_title_that_asks_the_same_comes_first(index, question, section):
    best = index.search(question).passages[0].segment
    assert (best.title, best.headings[-1]) == section


def test_a_two_character_chinese_word_within_a_sentence_is_found(index):
    [first, *_] = index.search("休眠").passages
    assert "电脑休眠以后" in first.segment.content


def test_words_that_differ_in_form_are_one(index):
    assert first_title(index, "connecting servers") == first_title(index, "connect server")


def test_scores_fall_from_the_first_passage_to_the_last(index):
    scores = [passage.score for passage in index.search("Which settings are there?").passages]
    assert scores == sorted(scores, reverse=True) and scores[-1] > 0 and scores[0] <= 1


def test_context_moves_the_order_and_finds_nothing_by_itself(index):
    assert index.search("weather in Paris", "a keyboard with an input method").passages == []
    plain = index.search("Enter").passages[0]
    moved = index.search("What do I see?", "mathematics tables formulas").passages[0]
    assert plain.segment.title == "Keyboard and accessibility" and moved.segment.title != plain.segment.title


def test_syntax_of_the_index_in_a_question_is_only_words(index):
    for question in ('"', 'NEAR("a" b)', "title:x OR *", "settings AND (", "' ; DROP TABLE guide_text", "***", "-"):
        index.search(question)
    assert first_title(index, 'settings" OR "') == "Settings"


def test_han_text_is_indexed_as_characters_and_bigrams():
    assert index_text("Hello 你好吗 a_b") == "hello 你 好 吗 你好 好吗 a b ab"
    assert query_terms("请问怎么停止回答？ What is PARLEY_DATA_DIR?") == [
        "停止", "止回", "回答", "parley", "data", "dir", "parleydatadir",
    ]  # fmt: skip


def test_a_document_is_cut_at_its_headings_and_keeps_its_path():
    opening, fence = "word " * 70, "```\n# no heading\n\nend\n```"
    text = f"# Title\n\n{opening}\n\n## One\n\na\n\n### Deep\n\n{fence}\n\n## Two\n\n- b\n- c\n"
    found = segments("x.md", text, "x")
    assert [(item.title, item.headings) for item in found] == [
        ("Title", ()), ("Title", ("One",)), ("Title", ("One", "Deep")), ("Title", ("Two",)),
    ]  # fmt: skip
    assert found[2].content == fence
    assert found[3].content == "- b\n- c" and [item.position for item in found] == [1, 2, 3, 4]


def test_a_long_text_without_headings_is_cut_between_sentences():
    found = segments("x.txt", "This sentence has exactly six words. " * 200, "x", markdown=False)
    assert len(found) > 5 and all(item.content.endswith(".") and len(item.content.split()) <= 220 for item in found)


def test_an_answer_quotes_its_passages_word_for_word_and_numbers_them(api):
    answer = api.ask("Which settings are there?", inputs={"detail": "thorough", "sources": 4})
    citations = answer["metadata"]["retriever_resources"]
    assert [citation["position"] for citation in citations] == [1, 2, 3, 4]
    for citation in citations:
        assert citation["content"] in answer["answer"] and f"[{citation['position']}]" in answer["answer"]
    assert answer["answer"].startswith("From *Settings › Which settings are there?* [1]:\n\n")


@pytest.mark.parametrize(("given", "most"), [(1, 1), (2, 2), ("2", 2), (0, 1), (-5, 1), (99, 5), ("", 3)])
def test_the_number_limits_the_sources(api, given, most):
    answer = api.ask("Which settings are there?", inputs={"detail": "thorough", "sources": given})
    assert 1 <= len(answer["metadata"]["retriever_resources"]) <= most


def test_the_level_of_detail_chooses_how_much_is_quoted(api):
    lengths = [len(api.ask("How do I connect my server?", inputs={"detail": detail, "sources": 5})["answer"])
               for detail in ("short", "normal", "thorough")]  # fmt: skip
    assert lengths[0] < lengths[1] <= lengths[2] and lengths[0] < lengths[2]


def test_a_short_answer_never_cuts_a_block(api):
    answer = api.ask("How do I install and start Parley?", inputs={"detail": "short"})["answer"]
    assert answer.count("```") % 2 == 0 and "pip install -e ." in answer


def test_the_name_greets_in_the_first_answer_only_and_is_no_markdown(api):
    first = api.ask(inputs={"name": "Ann [x](http://a) *b*"})
    assert first["answer"].startswith("Hello Ann \\[x\\](http://a) \\*b\\*!\n\n")
    assert not api.ask(conversation_id=first["conversation_id"])["answer"].startswith("Hello")


def test_the_frame_follows_the_language_of_the_question(api):
    answer = api.ask("怎样停止生成回答？", inputs={"name": "安"})["answer"]
    assert answer.startswith("安，你好！\n\n摘自《对话与历史记录")
    assert "没有找到关于**北京天气**的内容" in api.ask("北京天气怎么样？")["answer"]


def test_an_honest_answer_names_what_was_looked_for_and_what_there_is(api):
    answer = api.ask("Tell me about the weather in *Paris*!")
    assert answer["answer"].startswith("I found nothing in my documents about **weather**, **Paris**.")
    assert len(re.findall("^- ", answer["answer"], re.MULTILINE)) == 3
    assert answer["metadata"]["retriever_resources"] == []
    assert api.get(f"/messages/{answer['message_id']}/suggested").json()["data"]


@pytest.mark.parametrize("greeting", ["Hello!", "hi", "Hey", "good morning", "你好", "thanks", "?", "👋"])
def test_a_greeting_is_answered_as_one(api, greeting):
    assert "found nothing" not in api.ask(greeting)["answer"] and "没有找到" not in api.ask(greeting)["answer"]


def test_a_cited_passage_counts_its_hits(api):
    hits = [api.ask("休眠")["metadata"]["retriever_resources"][0]["hit_count"] for _ in range(2)]
    assert hits[1] == hits[0] + 1

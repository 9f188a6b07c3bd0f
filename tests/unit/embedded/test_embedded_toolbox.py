"""The Toolbox over HTTP: its steps as real agents send them, its pictures, and what it keeps."""

import io
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from PIL import Image

from app.embedded.apps.toolbox.rules import Call, find_calls
from app.embedded.apps.toolbox.tools import all_tools

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "recordings" / "0.15.3"
THREE = "What is 12*(3+4), what time is it in Tokyo, and draw a bar chart of apples: 3, pears: 5"


def found(question):
    return [(call.tool, *call.arguments.values()) for call in find_calls(question)]


@pytest.mark.parametrize(
    ("question", "calls"),
    [
        (THREE, [("calculate", "12*(3+4)"), ("current_time", "Tokyo"),
                 ("draw_chart", "bar", "", ["apples", "pears"], [3, 5])]),
        ("计算12*(3+4)，东京现在几点？再画一个柱状图：苹果3，梨5",
         [("calculate", "12*(3+4)"), ("current_time", "东京"), ("draw_chart", "bar", "", ["苹果", "梨"], [3, 5])]),
        ("what is 3 plus 5 times 2?", [("calculate", "3 + 5 * 2")]),
        ("What's 20% of 50?", [("calculate", "20% of 50")]),
        ("How much is 3 x 4?", [("calculate", "3 * 4")]), ("8 * 7 and 9 * 6", [("calculate", "8 * 7"),
        ("calculate", "9 * 6")]),
        ("square root of 144", [("calculate", "√ 144")]), ("2的10次方是多少", [("calculate", "2**10")]),
        ("3加5乘以2等于多少", [("calculate", "3+5*2")]), ("50的20%是多少", [("calculate", "20% of 50")]),
        ("What is 5!?", [("calculate", "5!")]), ("what is 7/0", [("calculate", "7/0")]),
        ("What time is it in New York and in Paris?", [("current_time", "New York"), ("current_time", "Paris")]),
        ("what time is it?", [("current_time", "UTC")]), ("上海和东京现在几点", [("current_time", "上海"),
        ("current_time", "东京")]),
        ("现在几点了？", [("current_time", "UTC")]), ("What time is it in Atlantis?", [("current_time", "Atlantis")]),
        ("Convert 100 °F to °C", [("convert_units", 100, "°F", "°C")]),
        ("5 km in miles?", [("convert_units", 5, "km", "miles")]),
        ("How many feet are there in a mile?", [("convert_units", 1, "mile", "feet")]),
        ("5公里等于多少英里", [("convert_units", 5, "公里", "英里")]),
        ("convert 3 parsecs to km", [("convert_units", 3, "parsecs", "km")]),
        ("一英里等于多少公里", [("convert_units", 1, "英里", "公里")]),
        ("1/2 cup in ml", [("convert_units", "1/2", "cup", "ml")]),
        ("How many days are there between 2024-01-01 and 2024-12-25?", [("days_between", "2024-01-01", "2024-12-25")]),
        ("how many days until December 25?", [("days_between", "today", "December 25")]),
        ("2024年1月1日到2024年12月25日有多少天", [("days_between", "2024年1月1日", "2024年12月25日")]),
        ("距离2027年1月1日还有多少天", [("days_between", "today", "2027年1月1日")]),
        ("What date is 90 days after 2024-02-29?", [("add_to_date", "2024-02-29", 90, "days")]),
        ("three weeks ago", [("add_to_date", "today", -3, "weeks")]),
        ("100天后是哪天", [("add_to_date", "today", 100, "days")]),
        ("What day of the week was July 20, 1969?", [("weekday", "July 20, 1969")]),
        ("今天星期几", [("weekday", "今天")]),
        ("draw a pie chart of rent 800, food 450 and fun 150",
         [("draw_chart", "pie", "", ["rent", "food", "fun"], [800, 450, 150])]),
        ("用苹果3、梨5画一个饼图", [("draw_chart", "pie", "", ["苹果", "梨"], [3, 5])]),
        ("a line graph: 2023: 5, 2024: 8.5", [("draw_chart", "line", "", ["2023", "2024"], [5, 8.5])]),
    ],
)  # fmt: skip
def test_the_tools_of_a_question_are_found_in_order(question, calls):
    assert found(question) == calls


@pytest.mark.parametrize(
    "question",
    ["Hello!", "I have 5 apples!", "I got 50% today", "mp3 - 4", "tell me about Parley",
     "What is the weather in Paris?",
     "on 2024-05-01", "bar chart", "你好", "", "what time does the shop open", "Room 101"],
)  # fmt: skip
def test_a_question_that_needs_no_tool_gets_none(question):
    assert find_calls(question) == []


@pytest.mark.parametrize(
    "part", ["1+", "a: 1, ", "( ", "a ", "1 ", "bar chart of a 1, ", "time in ", "一", "5 km ", "%", "-"]
)
def test_a_long_question_is_read_in_a_moment(part):
    started = time.process_time()  # A busy machine has others to think of.
    find_calls("bar chart of " + part * 100_000)
    assert time.process_time() - started < 2


def thoughts_of(events):
    return [event for event in events if event["event"] == "agent_thought"]


def test_a_step_is_sent_three_times_by_one_id_as_real_agents_do(toolbox):
    events = toolbox.stream(THREE)
    first, second, third, *last = thoughts_of(events)
    assert first["id"] == second["id"] == third["id"] and {first["position"], second["position"]} == {1}
    assert [first[name] for name in ("thought", "tool", "tool_input", "observation")] == ["", "", "", ""]
    assert first["tool_labels"] == {} and first["message_files"] == []
    assert second["tool"] == "calculate;current_time;draw_chart" and second["observation"] == ""
    assert second["thought"] == "For this I use: Calculator, Current Time, Chart."
    assert json.loads(second["tool_input"]) == {
        "calculate": {"expression": "12*(3+4)"},
        "current_time": {"place": "Tokyo"},
        "draw_chart": {"kind": "bar", "title": "", "labels": ["apples", "pears"], "values": [3, 5]},
    }
    assert second["tool_labels"]["calculate"] == {"en_US": "Calculator", "zh_Hans": "计算器"}
    found = json.loads(third["observation"])
    assert found["calculate"] == "12*(3+4) = 84" and found["current_time"].startswith("Tokyo: ")
    [file] = [event for event in events if event["event"] == "message_file"]
    assert third["message_files"] == [file["id"]] and (file["type"], file["belongs_to"]) == ("image", "assistant")
    assert events.index(second) < events.index(file) < events.index(third)
    assert [item["position"] for item in last] == [2, 2] and last[0]["id"] == last[1]["id"] and last[1]["tool"] == ""
    assert [events[0]["event"], events[-1]["event"]] == ["agent_thought", "message_end"]
    assert "retriever_resources" not in events[-1]["metadata"] and events[-1]["metadata"]["usage"]["total_tokens"] > 0


def test_the_events_have_the_fields_of_the_recorded_ones(toolbox):
    body = json.loads((RECORDINGS / "115-agent-image-tool.json").read_text())["response"]["body"]
    recorded = {}
    for line in body.split("\n\n"):
        if line.startswith("data: "):
            event = json.loads(line.removeprefix("data: "))
            recorded[event["event"]] = set(event)
    del recorded["message_replace"]  # comes of that app's moderation
    ours = {event["event"]: set(event) for event in toolbox.stream(THREE)}
    assert ours == recorded


def test_a_tool_that_is_needed_twice_makes_two_rounds(toolbox):
    events = toolbox.stream("What is 8 * 7 and 9 * 6?")
    steps = [item["tool"] for item in thoughts_of(events) if item["observation"]]
    assert steps == ["calculate", "calculate"]
    assert [item["position"] for item in thoughts_of(events)] == [1, 1, 1, 2, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("question", "observation", "said"),
    [
        ("what is 5/0", {"calculate": "tool invoke error: division by zero"}, "division by zero"),
        (
            "convert 3 parsecs to km",
            {"convert_units": "tool invoke error: I do not know the unit “parsecs”"},
            "parsecs",
        ),
        ("计算5/0", {"calculate": "tool invoke error: 除数为零"}, "除数为零"),
    ],
)
def test_a_tool_that_fails_is_a_failed_step_and_the_answer_says_so(toolbox, question, observation, said):
    events = toolbox.stream(question)
    [seen] = [json.loads(item["observation"]) for item in thoughts_of(events) if item["observation"]]
    assert seen == observation
    final = thoughts_of(events)[-1]["thought"]
    assert said in final and ("could not" in final or "没能" in final)


def test_a_question_without_a_tool_is_told_what_there_is(toolbox):
    events = toolbox.stream("Tell me a story")
    assert len(thoughts_of(events)) == 2
    text = "".join(event["answer"] for event in events if event["event"] == "agent_message")
    assert "none of them fits" in text and "bar, line or pie chart" in text
    assert "没有工具适合" in thoughts_of(toolbox.stream("讲个故事"))[-1]["thought"]


def test_the_answer_is_stored_as_it_was_streamed_with_its_steps(toolbox):
    events = toolbox.stream(THREE)
    stored = toolbox.stored(events[0]["conversation_id"])
    assert stored["answer"] == "".join(event["answer"] for event in events if event["event"] == "agent_message")
    assert "`12*(3+4) = 84`" in stored["answer"]
    steps = {item["id"]: item for item in thoughts_of(events)}
    kept = stored["agent_thoughts"]
    assert [item["id"] for item in kept] == list(steps)
    for item in kept:
        sent = steps[item["id"]]
        assert all(item[name] == sent[name] for name in ("position", "thought", "tool", "tool_input", "observation"))
        assert item["chain_id"] is None and item["message_id"] == stored["id"] and item["created_at"]
    [file] = stored["message_files"]
    assert kept[0]["message_files"] == [file["id"]] and kept[1]["message_files"] == []
    assert (file["transfer_method"], file["belongs_to"], file["mime_type"]) == ("tool_file", "assistant", "image/png")


def test_the_stored_shapes_are_those_of_the_recording(toolbox):
    body = json.loads((RECORDINGS / "127-messages-agent.json").read_text())["response"]["body"]
    [recorded, *_] = [item for item in json.loads(body)["data"] if item["message_files"]]
    stored = toolbox.stored(toolbox.stream(THREE)[0]["conversation_id"])
    assert set(recorded) - {"parent_message_id"} == set(stored)
    assert set(recorded["agent_thoughts"][0]) == set(stored["agent_thoughts"][0])
    assert set(recorded["message_files"][0]) == set(stored["message_files"][0])


def test_a_chart_is_read_at_its_signed_address_for_a_while(toolbox, refused):
    [file] = [event for event in toolbox.stream("pie chart of a 1, b 2") if event["event"] == "message_file"]
    response = httpx.get(file["url"])
    assert response.headers["content-type"] == "image/png" and Image.open(io.BytesIO(response.content)).size == (
        800,
        480,
    )
    [stored] = toolbox.stored(file["conversation_id"])["message_files"]
    assert httpx.get(stored["url"]).content == response.content
    refused(httpx.get(file["url"][:-1] + "x"), 403, "forbidden")
    refused(httpx.get(file["url"].split("?")[0]), 403, "forbidden")
    refused(httpx.get(file["url"].replace("timestamp=", "timestamp=1")), 403, "forbidden")
    as_upload = file["url"].replace("/files/tools/", "/files/").replace(".png?", "/file-preview?")
    refused(httpx.get(as_upload), 403, "file_access_denied")


def test_a_file_is_read_by_the_key_of_its_app(toolbox, refused):
    [file] = [event for event in toolbox.stream("bar chart of a 1, b 2") if event["event"] == "message_file"]
    path = f"/files/{file['id']}/preview"
    response = toolbox.get(path)
    assert response.content.startswith(b"\x89PNG") and "content-disposition" not in response.headers
    as_attachment = toolbox.get(path, as_attachment="true")
    assert as_attachment.headers["content-disposition"] == "attachment; filename*=UTF-8''draw_chart.png"
    assert toolbox.get(f"/files/{file['url'].split('/')[5].split('.')[0]}/preview").content == response.content
    refused(toolbox.same("guide").get(path), 403, "file_access_denied")
    refused(toolbox.get("/files/22222222-2222-4222-8222-222222222222/preview"), 404, "file_not_found")
    refused(toolbox.get("/files/nothing/preview"), 400, "invalid_param")


def test_an_upload_is_read_by_the_key_of_its_app(toolbox, refused):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    form = {"data": {"user": toolbox.user}, "files": {"file": ("图.png", png, "image/png")}}
    uploaded = toolbox.http.post("/files/upload", **form).json()
    assert toolbox.get(f"/files/{uploaded['id']}/preview").content == png
    named = toolbox.get(f"/files/{uploaded['id']}/preview", as_attachment="true").headers["content-disposition"]
    assert named == "attachment; filename*=UTF-8''%E5%9B%BE.png"
    refused(toolbox.same("guide").get(f"/files/{uploaded['id']}/preview"), 403, "file_access_denied")
    file = {"type": "image", "transfer_method": "local_file", "upload_file_id": uploaded["id"]}
    refused(toolbox.same("guide").post("/chat-messages", query="hello", files=[file]), 400, "invalid_param", "files")


def test_a_chart_goes_with_its_conversation(toolbox, refused):
    [file] = [event for event in toolbox.stream("bar chart of a 1, b 2") if event["event"] == "message_file"]
    toolbox.delete(f"/conversations/{file['conversation_id']}")
    refused(httpx.get(file["url"]), 404, "not_found")


def test_an_agent_only_streams(toolbox):
    recorded = json.loads((RECORDINGS / "069-err-agent-blocking.json").read_text())["response"]["body"]
    response = toolbox.post("/chat-messages", query="1+1", response_mode="blocking")
    assert (response.status_code, response.json()) == (400, json.loads(recorded))
    assert toolbox.get("/conversations").json()["data"] == []


def test_a_stop_keeps_the_step_as_far_as_it_came(hesitant):
    agent = hesitant.other("toolbox")
    with agent.streaming("Tell me a story") as events:
        first = next(event for event in events if event["event"] == "agent_message")
        agent.post(f"/chat-messages/{first['task_id']}/stop")
        rest = list(events)
    assert rest[-1]["event"] == "message_end"
    text = first["answer"] + "".join(event.get("answer", "") for event in rest)
    stored = agent.stored(first["conversation_id"])
    assert stored["answer"] == text and stored["agent_thoughts"][0]["thought"] == text.strip()
    assert len(text) < 200


def test_a_stop_with_another_apps_key_stops_nothing(slow):
    agent = slow.other("toolbox")
    with agent.streaming("Tell me a story") as events:
        first = next(event for event in events if event["event"] == "agent_message")
        assert agent.same("guide").post(f"/chat-messages/{first['task_id']}/stop").json() == {"result": "success"}
        list(events)
    assert "One question may ask for several" in agent.stored(first["conversation_id"])["answer"]


def test_the_key_decides_the_app_and_walls_its_rows(toolbox, refused):
    guide = toolbox.same("guide")
    own = toolbox.stream("1+1")[0]
    conversation_id, message_id = own["conversation_id"], own["message_id"]
    assert guide.get("/conversations").json()["data"] == []
    for response in (
        guide.get("/messages", conversation_id=conversation_id),
        guide.get("/conversations", last_id=conversation_id),
        guide.get(f"/messages/{message_id}/suggested"),
        guide.post(f"/messages/{message_id}/feedbacks", rating="like"),
        guide.post(f"/conversations/{conversation_id}/name", name="mine"),
        guide.post("/chat-messages", query="hello", conversation_id=conversation_id),
        guide.delete(f"/conversations/{conversation_id}"),
    ):
        refused(response, 404, "not_found")
    assert len(toolbox.messages(conversation_id)) == 1


def test_the_toolbox_says_what_it_is(toolbox):
    assert toolbox.get("/info").json()["mode"] == "agent-chat" and toolbox.get("/site").json()["title"] == "Toolbox"
    parameters = toolbox.get("/parameters").json()
    assert parameters["user_input_form"] == [] and parameters["file_upload"]["image"]["enabled"] is False
    for question in parameters["suggested_questions"]:
        assert find_calls(question)
    icons = toolbox.get("/meta").json()["tool_icons"]
    assert set(icons) == set(all_tools(lambda: datetime.now(UTC)))
    assert icons["calculate"] == {"background": "#DCFCE7", "content": "🧮"}
    icon = httpx.get(icons["draw_chart"])
    assert icon.headers["content-type"] == "image/png" and Image.open(io.BytesIO(icon.content)).size == (64, 64)


def test_the_next_questions_are_ones_that_it_can_answer(toolbox):
    asked = toolbox.stream("100华氏度是多少摄氏度？")[0]
    suggested = toolbox.get(f"/messages/{asked['message_id']}/suggested").json()["data"]
    assert len(suggested) == 3 and all(find_calls(question) for question in suggested)
    assert "100华氏度是多少摄氏度？" not in suggested


def test_a_call_names_its_tool_and_its_arguments():
    assert find_calls("1+1") == [Call("calculate", {"expression": "1+1"})]

import logging
import socket
import uuid

import httpx
import pytest

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
IMAGES = {
    "png": ("image/png", PNG),
    "jpg": ("image/jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 64),
    "jpeg": ("image/jpg", b"\xff\xd8\xff\xe0" + b"\0" * 64),
    "gif": ("image/gif", b"GIF89a" + b"\0" * 64),
    "webp": ("image/webp", b"RIFF\0\0\0\0WEBP" + b"\0" * 64),
}


def upload(api, name="图 1.png", content=PNG, media_type="image/png"):
    return api.http.post("/files/upload", data={"user": api.user}, files={"file": (name, content, media_type)})


def local(upload_id):
    return {"type": "image", "transfer_method": "local_file", "upload_file_id": upload_id}


@pytest.mark.parametrize("extension", IMAGES)
def test_an_image_of_each_kind_is_taken(api, extension):
    media_type, content = IMAGES[extension]
    response = upload(api, f"a.{extension}", content, media_type)
    assert response.status_code == 201
    body = response.json()
    assert body["extension"] == extension and body["size"] == len(content) and uuid.UUID(body["id"])
    assert body["mime_type"] == media_type.replace("image/jpg", "image/jpeg")


def test_an_upload_says_who_made_it(api):
    first, second, others = upload(api).json(), upload(api).json(), upload(api.other()).json()
    assert first["name"] == "图 1.png" and first["created_at"]
    assert first["created_by"] == second["created_by"] != others["created_by"]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.exe", PNG, "image/png"),
        ("a", PNG, "image/png"),
        ("a.svg", b"<svg/>", "image/svg+xml"),
        ("a.png", b"<html>", "image/png"),
        ("a.png", PNG, "text/html"),
        ("a.png", PNG, "image/gif"),
        ("a.gif", PNG, "image/gif"),
        ("a.png", b"", "image/png"),
    ],
)
def test_extension_type_and_content_must_agree(api, refused, name, content, media_type):
    refused(upload(api, name, content, media_type), 415, "unsupported_file_type")


def test_a_form_without_its_file_or_with_two_is_refused(api, refused):
    refused(api.http.post("/files/upload", data={"user": api.user}), 400, "no_file_uploaded")
    refused(api.http.post("/files/upload", json={"user": api.user}), 400, "no_file_uploaded")
    two = [("file", ("a.png", PNG, "image/png")), ("file", ("b.png", PNG, "image/png"))]
    refused(api.http.post("/files/upload", data={"user": api.user}, files=two), 400, "too_many_files")
    refused(api.http.post("/files/upload", files={"file": ("a.png", PNG, "image/png")}), 400, "invalid_param", "user")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    refused(api.http.post("/files/upload", content=b"nothing", headers=broken), 400, "bad_request")


def test_an_image_over_ten_megabytes_is_too_large(api, refused):
    refused(upload(api, content=PNG + b"\0" * 10 * 1024 * 1024), 413, "file_too_large")
    refused(upload(api, content=PNG + b"\0" * 11 * 1024 * 1024), 413, "file_too_large")


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/files/upload", "multipart/form-data; boundary=x"),
        ("/audio-to-text", "multipart/form-data; boundary=x"),
        ("/chat-messages", "application/json"),
    ],
)
def test_a_client_that_leaves_in_mid_body_is_no_failure(tmp_path, run, caplog, path, content_type):
    with run(tmp_path) as api:
        url = api.http.base_url
        with socket.create_connection((url.host, url.port)) as client:
            client.sendall(
                f"POST {url.raw_path.decode()}{path.lstrip('/')} HTTP/1.1\r\nHost: {url.host}\r\n"
                f"Authorization: {api.http.headers['authorization']}\r\nContent-Type: {content_type}\r\n"
                "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n".encode()
            )
            # The server says so once it reads the body.
            assert client.recv(100).startswith(b"HTTP/1.1 100 ")
            client.sendall(b"--x\r\n")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_an_uploaded_image_shows_in_its_message_at_a_signed_address(api):
    uploaded = upload(api).json()
    answer = api.ask("What is Parley?", files=[local(uploaded["id"])])
    assert "cannot look at pictures" in answer["answer"]
    [message] = api.messages(answer["conversation_id"])
    [file] = message["message_files"]
    assert file["type"] == "image" and file["belongs_to"] == "user" and file["filename"] == "图 1.png"
    response = httpx.get(file["url"])
    assert response.content == PNG and response.headers["content-type"] == "image/png"


def test_an_address_that_was_changed_is_denied(api, refused):
    answer = api.ask("What is Parley?", files=[local(upload(api).json()["id"])])
    [file] = api.messages(answer["conversation_id"])[0]["message_files"]
    other = upload(api).json()["id"]
    refused(httpx.get(file["url"][:-1] + "x"), 403, "file_access_denied")
    refused(httpx.get(file["url"].replace("timestamp=1", "timestamp=")), 403, "file_access_denied")
    refused(httpx.get(file["url"].replace(file["url"].split("/")[4], other)), 403, "file_access_denied")
    refused(httpx.get(file["url"].split("?")[0]), 400, "invalid_param", "timestamp")


def test_a_remote_image_keeps_its_address(api):
    remote = {"type": "image", "transfer_method": "remote_url", "url": "https://host.example/a.png"}
    answer = api.ask(files=[remote])
    [file] = api.messages(answer["conversation_id"])[0]["message_files"]
    assert file["url"] == remote["url"] and file["transfer_method"] == "remote_url" and file["filename"] == "a.png"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ({"type": "images"}, "'images' is not a valid FileType"),
        ({"type": "document", "transfer_method": "local_file"}, "Files of type document are not supported"),
        ({"type": "image", "transfer_method": "pigeon"}, "'pigeon' is not a valid FileTransferMethod"),
        ({"type": "image", "transfer_method": "local_file"}, "Missing file upload_file_id"),
        ({"type": "image", "transfer_method": "remote_url"}, "Missing file url"),
        ({"type": "image", "transfer_method": "remote_url", "url": "file:///etc/passwd"}, "Invalid file url"),
        ({"type": "image", "transfer_method": "remote_url", "url": "javascript:alert(1)"}, "Invalid file url"),
        ({"type": "image", "transfer_method": "remote_url", "url": "https://[bad"}, "Invalid file url"),
        ({"type": ["image"]}, "is not a valid FileType"),
        (local("abc"), "abc is not a valid uuid."),
    ],
)
def test_a_wrong_file_of_a_question_is_refused(api, refused, file, message):
    response = api.post("/chat-messages", query="hello", files=[file])
    refused(response, 400, "invalid_param", "files")
    assert message in response.json()["message"]


def test_a_question_takes_three_files_and_no_more(api, refused):
    file = local(upload(api).json()["id"])
    assert api.post("/chat-messages", query="hello", files=[file] * 3).status_code == 200
    refused(api.post("/chat-messages", query="hello", files=[file] * 4), 400, "invalid_param", "files")


def test_a_file_of_another_user_is_refused(api, refused):
    file = local(upload(api).json()["id"])
    refused(api.other().post("/chat-messages", query="hello", files=[file]), 400, "invalid_param", "files")


def test_an_image_goes_with_the_last_conversation_that_uses_it(api, refused):
    file = local(upload(api).json()["id"])
    first, second = (api.ask(files=[file])["conversation_id"] for _ in range(2))
    url = api.messages(second)[0]["message_files"][0]["url"]
    api.delete(f"/conversations/{first}")
    assert httpx.get(url).status_code == 200
    api.delete(f"/conversations/{second}")
    refused(httpx.get(url), 404, "not_found")


def test_the_parameters_are_the_contracts(api):
    parameters = api.get("/parameters").json()
    assert parameters["opening_statement"] and len(parameters["suggested_questions"]) == 4
    for name in ("suggested_questions_after_answer", "retriever_resource"):
        assert parameters[name] == {"enabled": True}
    assert parameters["annotation_reply"] == {"enabled": True, "score_threshold": 0.9}
    assert [next(iter(field)) for field in parameters["user_input_form"]] == [
        "text-input", "paragraph", "select", "number", "checkbox",
    ]  # fmt: skip
    assert parameters["file_upload"]["image"]["number_limits"] == 3
    assert parameters["system_parameters"] == {"image_file_size_limit": "10"}


def test_the_app_says_what_it_is_and_how_it_looks(api):
    assert api.get("/meta").json() == {"tool_icons": {}}
    assert api.get("/info").json()["mode"] == "chat"
    site = api.get("/site").json()
    assert site["title"] == "Parley Guide" and site["icon_type"] == "emoji" and site["input_placeholder"]


def test_what_was_uploaded_and_never_sent_goes_with_the_last_conversation_of_its_user(api):
    unsent, theirs = upload(api).json()["id"], upload(api.other()).json()["id"]
    first, second = api.ask()["conversation_id"], api.ask()["conversation_id"]
    assert api.delete(f"/conversations/{first}").status_code == 200
    assert api.get(f"/files/{unsent}/preview").status_code == 200
    assert api.delete(f"/conversations/{second}").status_code == 200
    assert api.get(f"/files/{unsent}/preview").status_code == 404
    assert api.get(f"/files/{theirs}/preview").status_code == 200

"""What an app takes, as both generations of ``/parameters`` say it, and the check against it."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from app.dify.models import Parameters
from app.filetypes import check, limits_of
from app.filetypes.kinds import extension_for, is_what_it_says, media_type_of
from app.views import Limits, Notice
from tests.fixtures.recordings import load

MB = 2**20
PICTURES = ["jpg", "jpeg", "png", "gif", "webp"]


def recorded(name: str, version: str = "0.15.3") -> Limits:
    return limits_of(Parameters.model_validate_json(load(version, name).body))


def of(file_upload: dict[str, Any], **system: Any) -> Limits:
    return limits_of(Parameters(file_upload=file_upload, system_parameters=system))


def today(*kinds: str, **values: Any) -> Limits:
    return of({"enabled": True, "allowed_file_types": list(kinds), **values})


IMAGES = of({"image": {"enabled": True, "number_limits": 2, "transfer_methods": ["local_file"]}})
ALL = today("image", "document", "audio", "video", "custom", allowed_file_extensions=[".ZIP", "log"])


@pytest.mark.parametrize("name", ["001-parameters-chat", "004-parameters-agent"])
def test_a_recorded_chat_of_2025_takes_images_also_svg_which_it_names(name):
    limits = recorded(name)
    assert (limits.kinds, limits.methods, limits.max_count) == (["image"], ["local_file", "remote_url"], 3)
    assert (limits.max_bytes, limits.extensions) == ({"image": 10 * MB}, {"image": [*PICTURES, "svg"]})


def test_a_recorded_flow_of_2025_takes_images(name="005-parameters-chatflow"):
    limits = recorded(name)
    assert (limits.kinds, limits.max_count, limits.extensions) == (["image"], 3, {"image": PICTURES})


def test_a_recorded_chat_of_2024_takes_images_of_a_size_told_as_text():
    limits = recorded("001-parameters-chat", "0.6.5")
    assert (limits.kinds, limits.methods, limits.max_count) == (["image"], ["local_file", "remote_url"], 3)
    assert limits.max_bytes == {"image": 10 * MB}


def test_a_recorded_app_that_takes_none_takes_none():
    assert recorded("363-parameters-annot") == Limits()
    assert of({}) == of({"enabled": False, "allowed_file_types": ["image"]}) == Limits()


def test_the_contract_knows_images_alone():
    assert (IMAGES.kinds, IMAGES.methods, IMAGES.max_count) == (["image"], ["local_file"], 2)
    assert IMAGES.extensions == {"image": PICTURES}
    assert IMAGES.accept == ".jpg,image/jpeg,.jpeg,.png,image/png,.gif,image/gif,.webp,image/webp"


def test_each_kind_has_its_extensions_and_its_size():
    limits = of(
        {"enabled": True, "allowed_file_types": ["custom", "video", "audio", "document", "image"],
         "allowed_file_extensions": [".ZIP", "log", ".", ""], "number_limits": 5, "image": {"number_limits": 1}},
        image_file_size_limit="1", file_size_limit=2, audio_file_size_limit=3, video_file_size_limit=4,
    )  # fmt: skip
    assert limits.kinds == ["image", "document", "audio", "video", "custom"]
    assert limits.max_bytes == {
        "image": MB, "document": 2 * MB, "audio": 3 * MB, "video": 4 * MB, "custom": 2 * MB,
    }  # fmt: skip
    assert (limits.max_count, limits.extensions["custom"]) == (5, ["zip", "log"])
    assert limits.methods == ["local_file", "remote_url"]
    assert ".pdf,application/pdf" in limits.accept and ".zip,.log" in limits.accept


def test_an_unknown_kind_and_an_unknown_way_are_left_out():
    limits = today("hologram", "image", allowed_file_upload_methods=["pigeon", "remote_url"])
    assert (limits.kinds, limits.methods) == (["image"], ["remote_url"])


def test_the_limits_are_plain_values_for_the_page():
    assert json.loads(json.dumps(asdict(ALL))) == asdict(ALL)


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("a.png", "image/png", "image"),
        ("A.JPEG", "", "image"),
        ("clip", "image/png", "image"),
        ("a.pdf", "text/html", "document"),
        ("会议纪要.DOCX", "", "document"),
        ("a.mp3", "", "audio"),
        ("a.webm", "audio/webm", "video"),
        ("a.zip", "", "custom"),
        ("a.b.log", "", "custom"),
    ],
)
def test_a_file_that_may_be_sent_has_a_kind(name, media_type, kind):
    assert check(name, media_type, 1, ALL) == kind
    assert check(name, media_type, None, ALL) == kind


@pytest.mark.parametrize("name", ["a.exe", "a", "a.svg", "a.png.exe", ".png", "png", "a.", "a.pdf"])
def test_a_type_that_is_not_taken_is_told_with_those_that_are(name):
    allowed = "jpg, jpeg, png, gif, webp"
    assert check(name, "", 1, IMAGES) == Notice("file_type_refused", {"name": name, "allowed": allowed})


def test_a_size_is_checked_by_kind():
    assert check("a.png", "", 10 * MB, IMAGES) == "image"
    assert check("a.png", "", 10 * MB + 1, IMAGES) == Notice(
        "file_too_large", {"name": "a.png", "size": "10.1 MB", "limit": "10 MB"}
    )
    assert check("a.mp4", "", 10 * MB + 1, ALL) == "video"
    assert check("a.png", "", 0, IMAGES) == Notice("file_empty", {"name": "a.png"})


def test_nothing_is_taken_where_files_are_off_or_go_by_address_alone():
    assert check("a.png", "", 1, Limits()) == Notice("uploads_off")
    assert check("a.png", "", 1, today("image", allowed_file_upload_methods=["remote_url"])) == Notice(
        "files_by_address"
    )


@pytest.mark.parametrize(
    ("extension", "head"),
    [
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\r"),
        ("jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"),
        ("jpeg", b"\xff\xd8\xff\xdb\0C\0\x08\x06\x06\x07\x06"),
        ("gif", b"GIF89a\x01\0\x01\0\x80\0"),
        ("gif", b"GIF87a\x01\0\x01\0\x80\0"),
        ("webp", b"RIFF\x24\0\0\0WEBP"),
        ("pdf", b"anything"),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(extension, head):
    assert is_what_it_says(head, extension)
    assert extension == "pdf" or not is_what_it_says(b"<html><body>", extension)
    assert extension == "pdf" or not is_what_it_says(head[:2], extension)


def test_an_extension_and_a_media_type_find_each_other():
    assert (media_type_of("jpg"), media_type_of("md"), media_type_of("exe")) == ("image/jpeg", "text/markdown", "")
    assert extension_for("image/jpeg; q=1") == "jpg"
    assert [extension_for(kind) for kind in ("image/png", "audio/mpeg", "text/plain", "x/y", "")] == [
        "png", "mp3", "txt", "", "",
    ]  # fmt: skip

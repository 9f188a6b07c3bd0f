"""What a person is told about each error, what helps, and the reference that the log has too."""

import inspect
import logging
import re
import socket
import sqlite3
import ssl

import httpx
import pytest
from sqlalchemy.exc import DBAPIError, InvalidRequestError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from app.dify import errors
from app.dify.errors import ApiError, DifyError
from app.i18n import CATALOGUES
from app.limits import LIMITS
from app.remedies import Crowded, TooManyAtOnce, Unforeseen, new_reference, notice_of, told, unforeseen
from app.views import Notice
from tests.unit.dify.doubles import KEY, client_at, client_of, client_over


def of_sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("the database says why")
    cause.sqlite_errorcode = code
    return OperationalError("INSERT", None, cause)


def of_postgresql(state: str) -> DBAPIError:
    cause = Exception("the database says why")
    cause.sqlstate = state  # type: ignore[attr-defined]
    return DBAPIError("INSERT", None, cause)


AWAY, FULL, OURS = ("error_database", "again"), ("error_disk", "operator"), ("error_ours", "operator")
BY_DATABASE = [
    (of_sqlite(sqlite3.SQLITE_BUSY), AWAY),
    (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), AWAY),
    (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), AWAY),
    (of_sqlite(sqlite3.SQLITE_CANTOPEN), AWAY),
    (of_sqlite(sqlite3.SQLITE_FULL), FULL),
    (of_sqlite(sqlite3.SQLITE_ERROR), OURS),
    (of_sqlite(sqlite3.SQLITE_CORRUPT), OURS),
    (of_postgresql("57P01"), AWAY),
    (of_postgresql("08006"), AWAY),
    (of_postgresql("53300"), AWAY),
    (of_postgresql("53100"), FULL),
    (of_postgresql("42P01"), OURS),
    (OperationalError("connect", None, ConnectionRefusedError()), AWAY),
    (OperationalError("connect", None, TimeoutError()), AWAY),
    (DBAPIError("SELECT", None, Exception(), connection_invalidated=True), AWAY),
    (NoneFree(), AWAY),
    (InvalidRequestError(), OURS),
]


@pytest.mark.parametrize(("failure", "expected"), BY_DATABASE)
def test_what_the_database_fails_with_is_told_by_what_helps(failure, expected):
    key, remedy = expected
    assert notice_of(failure) == Notice(key, {}, remedy)


def test_a_failure_of_the_database_that_no_handler_foresaw_is_told_as_what_it_is(caplog):
    assert unforeseen(of_sqlite(sqlite3.SQLITE_BUSY), "a handler") == Notice("error_database", {}, "again")
    notice = unforeseen(of_sqlite(sqlite3.SQLITE_FULL), "a handler")
    assert (notice.key, notice.remedy) == FULL
    assert f"reference {notice.reference}: OperationalError" in caplog.text
    assert "the database says why" in caplog.text


IN_ENGLISH = "Something in English about gpt-x at 10.0.0.7."

BY_CLASS = {
    Unforeseen: ("error_ours", "operator"),
    Crowded: ("error_crowded", "wait"),
    TooManyAtOnce: ("error_too_many_at_once", "wait"),
    errors.Unreachable: ("error_unreachable", "again"),
    errors.NoSuchHost: ("error_no_host", "operator"),
    errors.Untrusted: ("error_certificate", "operator"),
    errors.TimedOut: ("error_timeout", "again"),
    errors.Silent: ("error_timeout", "again"),
    errors.StreamCut: ("error_cut", "again"),
    errors.TooLong: ("error_too_long", "change"),
    errors.NotTheApi: ("error_not_the_api", "operator"),
    errors.ForeignAddress: ("error_forbidden", "operator"),
    errors.InvalidRequest: ("error_not_accepted", "change"),
    errors.AppUnavailable: ("error_app", "operator"),
    errors.ConversationOver: ("error_over", "change"),
    errors.ModelUnavailable: ("error_model", "operator"),
    errors.QuotaExceeded: ("error_quota", "operator"),
    errors.CompletionFailed: ("error_completion", "again"),
    errors.Unauthorized: ("error_key", "operator"),
    errors.Forbidden: ("error_forbidden", "operator"),
    errors.NotFound: ("error_not_found", "change"),
    errors.FormClosed: ("error_other", "again"),
    errors.TooLarge: ("error_too_large", "change"),
    errors.UnsupportedType: ("error_unsupported", "change"),
    errors.Busy: ("error_busy", "wait"),
    errors.ServerFailed: ("error_server", "again"),
    errors.ApiError: ("error_other", "again"),
    errors.DifyError: ("error_other", "again"),
}

# What the server answers a question with: code and status, then key and remedy.
BY_CODE = [
    ("unauthorized", 401, "error_key", "operator"),
    ("forbidden", 403, "error_forbidden", "operator"),
    ("not_found", 404, "error_not_found", "change"),
    ("conversation_completed", 400, "error_over", "change"),
    ("too_many_requests", 429, "error_busy", "wait"),
    ("rate_limit_error", 429, "error_quota", "operator"),
    ("provider_quota_exceeded", 400, "error_quota", "operator"),
    ("provider_not_initialize", 400, "error_model", "operator"),
    ("model_currently_not_support", 400, "error_model", "operator"),
    ("completion_request_error", 400, "error_completion", "again"),
    ("app_unavailable", 400, "error_app", "operator"),
    ("internal_server_error", 500, "error_server", "again"),
    ("unknown", 500, "error_server", "again"),
    ("", 500, "error_server", "again"),
    ("", 400, "error_not_accepted", "change"),
    ("", 429, "error_busy", "wait"),
    ("", 200, "error_other", "again"),
    ("", 0, "error_other", "again"),
]

# A server's own words, which a person who asked is meant to read.
IN_ITS_WORDS = [
    ("invalid_param", "city is required in input form.", 400, "change"),
    ("bad_request", "The question is too long.", 400, "change"),
    ("no_file_uploaded", "Please upload your file.", 400, "change"),
    ("too_many_files", "Only one file is allowed.", 400, "change"),
    ("unsupported_preview", "The file has no preview.", 400, "change"),
    ("unsupported_estimate", "The file cannot be estimated.", 400, "change"),
    ("file_too_large", "File size exceeded.", 413, "change"),
    ("unsupported_file_type", "File type not allowed.", 415, "change"),
    ("unsupported_audio_type", "Audio type not allowed.", 415, "change"),
    ("audio_too_large", "Audio size exceeded.", 413, "change"),
    ("speech_to_text_disabled", "Speech to text is disabled.", 400, "change"),
    ("s3_connection_failed", "Cannot connect to the store.", 503, "again"),
    ("s3_permission_denied", "No permission to upload.", 503, "again"),
    ("a_code_of_a_later_server", "Choose another voice.", 400, "change"),
    ("a_code_of_a_later_server", "The plugin is starting.", 500, "again"),
]

# Bodies that are no error of this API: a proxy's page, or nothing.
BY_STATUS = [
    (401, "error_key", "operator"),
    (403, "error_forbidden", "operator"),
    (404, "error_not_the_api", "operator"),
    (405, "error_not_the_api", "operator"),
    (413, "error_too_large", "change"),
    (415, "error_unsupported", "change"),
    (429, "error_busy", "wait"),
    (500, "error_server", "again"),
    (502, "error_server", "again"),
    (503, "error_server", "again"),
    (504, "error_server", "again"),
    (302, "error_not_the_api", "operator"),
    (200, "error_not_the_api", "operator"),
]


async def told_of(client, **asked) -> Notice:
    """What a person is told whose question met that."""
    async with client:
        with pytest.raises(DifyError) as raised:
            async with client.chat.stream(query="Hello?", user="visitor-1", **asked) as events:
                async for _ in events:
                    pass
    return notice_of(raised.value)


def connection_that_fails_with(cause: Exception):
    def answer(_: httpx.Request) -> httpx.Response:
        try:
            raise cause
        except type(cause) as why:
            raise httpx.ConnectError(str(why)) from why

    return client_over(httpx.MockTransport(answer))


def test_every_class_of_error_has_its_row():
    found = {cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, DifyError)}
    assert set(BY_CLASS) == found | {Unforeseen, Crowded, TooManyAtOnce}


@pytest.mark.parametrize(("kind", "key", "remedy"), [(kind, *row) for kind, row in BY_CLASS.items()])
def test_each_class_of_error_says_what_helps(kind, key, remedy):
    error = kind() if issubclass(kind, ApiError) else kind("for the log")
    assert notice_of(error) == Notice(key, {}, remedy)


@pytest.mark.parametrize(("code", "status", "key", "remedy"), BY_CODE)
async def test_each_code_says_what_helps_in_the_page_s_words(code, status, key, remedy):
    assert notice_of(errors.api_error(code, IN_ENGLISH, status)) == Notice(key, {}, remedy)
    body = {"code": code, "message": IN_ENGLISH, "status": status}
    if status >= 400:
        assert await told_of(client_of(lambda _: httpx.Response(status, json=body))) == Notice(key, {}, remedy)


@pytest.mark.parametrize(("code", "message", "status", "remedy"), IN_ITS_WORDS)
def test_what_a_person_can_mend_is_told_in_the_server_s_words(code, message, status, remedy):
    key = "error_said_again" if remedy == "again" else "error_said"
    assert notice_of(errors.api_error(code, message, status)) == Notice(key, {"message": message}, remedy)


@pytest.mark.parametrize(("status", "key", "remedy"), BY_STATUS)
async def test_a_proxy_s_page_says_what_helps(status, key, remedy):
    page = httpx.Response(status, html="<html><h1>nginx</h1></html>", headers={"location": "/login"})
    assert await told_of(client_of(lambda _: page)) == Notice(key, {}, remedy)


def test_busy_is_known_by_its_words_on_servers_that_have_no_code_for_it():
    said = "Too many requests. Please try again later. The current maximum concurrent requests allowed is 1."
    assert notice_of(errors.api_error("invalid_param", said, 400)) == Notice("error_busy", {}, "wait")


@pytest.mark.parametrize(("after", "seconds"), [("30", "30"), ("999999", "3600"), ("soon", ""), ("-5", ""), ("0", "")])
async def test_how_long_a_busy_server_asks_to_wait_is_told_where_it_is_a_number(after, seconds):
    answer = httpx.Response(429, json={"code": "too_many_requests"}, headers={"Retry-After": after})
    notice = await told_of(client_of(lambda _: answer))
    bare = Notice("error_busy", {}, "wait")
    assert notice == (Notice("error_busy_for", {"seconds": seconds}, "wait") if seconds else bare)


async def test_a_certificate_that_is_not_valid_is_the_operator_s():
    cause = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")
    assert await told_of(connection_that_fails_with(cause)) == Notice("error_certificate", {}, "operator")


@pytest.mark.parametrize(
    ("number", "key", "remedy"),
    [("EAI_NONAME", "error_no_host", "operator"), ("EAI_AGAIN", "error_unreachable", "again")],
)
async def test_a_host_that_is_not_there_is_the_operator_s_and_a_resolver_that_is_away_passes(number, key, remedy):
    cause = socket.gaierror(getattr(socket, number), "for the log")
    assert await told_of(connection_that_fails_with(cause)) == Notice(key, {}, remedy)


async def test_a_port_where_nobody_listens_may_be_tried_again():
    assert await told_of(client_at("http://127.0.0.1:1/v1")) == Notice("error_unreachable", {}, "again")


SILENT = [
    (httpx.ReadTimeout("slow"), Notice("error_silent", {"seconds": "30"}, "again")),
    (httpx.PoolTimeout("slow"), Notice("error_timeout", {}, "again")),
]


@pytest.mark.parametrize(("failure", "notice"), SILENT)
async def test_a_server_that_goes_silent_may_be_tried_again(failure, notice):
    def answer(_: httpx.Request) -> httpx.Response:
        raise failure

    assert await told_of(client_over(httpx.MockTransport(answer))) == notice


def test_a_server_s_words_are_one_line_of_bounded_plain_text():
    error = errors.api_error("of_a_later_server", "<b>Wrong</b>\n\tvoice\x00\x1b[31m " + "x" * 9000, 400)
    words = notice_of(error).args["message"]
    assert words.startswith("<b>Wrong</b> voice [31m x") and words.endswith("x.")
    assert len(words) <= 501 and "\n" not in words


def test_each_remedy_is_said_in_every_language_with_its_arguments():
    seen = [notice_of(errors.api_error("x", "Why.", 400)), notice_of(errors.api_error("x", "Why.", 500))]
    seen += [Notice(key, {}, "again") for key, _ in BY_CLASS.values()]
    seen += [Notice(key, {"limit": "1", "when": "in 1 minute"}) for key in LIMITS]  # the page makes it of the seconds
    for words in CATALOGUES.values():
        for notice in seen:
            assert set(re.findall(r"\{(\w+)\}", getattr(words, notice.key))) == set(notice.args)


def test_a_reference_can_be_read_out():
    seen = {new_reference() for _ in range(2000)}
    assert len(seen) == 2000
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", reference) for reference in seen)


def test_what_only_the_operator_can_mend_bears_the_reference_that_the_log_has(caplog):
    error = errors.api_error("provider_quota_exceeded", f"What is my diagnosis? {KEY}", 400)
    notice = told(error, app="desk", run="run-1", message="turn-1")
    assert notice.remedy == "operator" and len(notice.reference) == 8
    [line] = [record.getMessage() for record in caplog.records]
    assert line == (
        f"reference {notice.reference}: QuotaExceeded code=provider_quota_exceeded status=400 "
        "app=desk run=run-1 message=turn-1"
    )


def test_what_a_person_can_mend_is_in_the_log_and_needs_no_reference(caplog):
    assert told(errors.api_error("too_many_requests", "", 429)).reference == ""
    assert "Busy code=too_many_requests status=429" in caplog.text


def test_the_log_has_no_text_of_an_upstream_not_even_as_its_code(caplog):
    told(errors.api_error("my diagnosis\nERROR forged", "my diagnosis", 400))
    assert "diagnosis" not in caplog.text and "forged" not in caplog.text


def test_an_error_of_ours_bears_a_reference_and_the_log_its_traceback(caplog):
    notice = unforeseen(ZeroDivisionError("by nought"), "a handler")
    assert notice == Notice("error_ours", {}, "operator", notice.reference)
    [record] = caplog.records
    assert record.levelno == logging.ERROR and notice.reference in record.getMessage()
    assert record.exc_info and record.exc_info[0] is ZeroDivisionError

"""The address of a cited document, where its metadata has one."""

import pytest

from app.dify.models import RetrieverResource


@pytest.mark.parametrize(
    ("metadata", "link"),
    [
        ({"url": "https://example.org/a?b#c"}, "https://example.org/a?b#c"),
        ({"source_url": "http://example.org"}, "http://example.org"),
        ({"source": "https://example.org/doc"}, "https://example.org/doc"),
        ({"source": "upload_file", "link": "https://example.org/doc"}, "https://example.org/doc"),
        ({"url": "", "web_url": "https://example.org/doc"}, "https://example.org/doc"),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "data:text/html,x"}, ""),
        ({"url": "file:///etc/passwd"}, ""),
        ({"url": "//example.org"}, ""),
        ({"url": "https:///no-host"}, ""),
        ({"url": ["https://example.org"]}, ""),
        ({"path": "https://example.org/not-meant-as-a-link"}, ""),
        ({}, ""),
        ("https://example.org", ""),
        (None, ""),
    ],
)
def test_a_link_is_an_address_of_the_web_under_a_name_that_says_so(metadata, link):
    given = {"position": 1, "document_name": "A"} | ({"doc_metadata": metadata} if isinstance(metadata, dict) else {})
    assert RetrieverResource.model_validate(given).link == link


def test_a_server_cannot_name_the_link_by_itself():
    given = {"position": 1, "doc_metadata": {"url": "javascript:alert(1)"}, "link": "javascript:alert(2)"}
    assert RetrieverResource.model_validate(given).link == ""
    assert RetrieverResource.model_validate({"position": 1, "link": "javascript:alert(2)"}).link == ""

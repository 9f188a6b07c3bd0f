"""The address of whoever asks, through the proxies that are trusted and no others."""

from ipaddress import ip_network

import pytest

from app.identity import client_address, client_scheme, network_of, place_of
from app.settings import SettingsError, load

PROXIES = [ip_network(text) for text in ("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48")]
PROXY = "10.0.0.1"


def asks(peer: str | None, *forwarded: str, proxies=PROXIES) -> str:
    headers = [(b"x-forwarded-for", text.encode("latin-1")) for text in forwarded]
    scope = {"type": "http", "client": None if peer is None else (peer, 50000), "headers": headers}
    return client_address(scope, proxies)


def test_without_a_proxy_it_is_the_connection_s():
    assert asks("192.0.2.7") == "192.0.2.7"


def test_what_a_visitor_says_of_itself_is_not_read():
    assert asks("192.0.2.7", "198.51.100.1") == "192.0.2.7"
    assert asks(PROXY, "198.51.100.1", proxies=()) == PROXY


def test_a_trusted_proxy_says_who_it_is():
    assert asks(PROXY, "192.0.2.7") == "192.0.2.7"


def test_what_stood_there_before_the_proxy_wrote_may_be_made_up():
    assert asks(PROXY, "198.51.100.1, 192.0.2.7") == "192.0.2.7"
    assert asks(PROXY, "127.0.0.1, 198.51.100.1, 192.0.2.7") == "192.0.2.7"


def test_proxies_behind_one_another_are_passed_by():
    assert asks(PROXY, "198.51.100.1, 192.0.2.7, 10.2.3.4, 127.0.0.1") == "192.0.2.7"


def test_several_headers_are_one_in_their_order():
    assert asks(PROXY, "198.51.100.1", "192.0.2.7", "10.2.3.4") == "192.0.2.7"


def test_someone_within_a_trusted_network_is_the_furthest_that_is_named():
    assert asks(PROXY, "10.9.9.9, 10.2.3.4") == "10.9.9.9"
    assert asks(PROXY) == PROXY


@pytest.mark.parametrize(
    "entry", ["unknown", "", "_hidden", "192.0.2.7.", "192.0.2.300", "192.0.2", "\xff", "[::1", "for=1"]
)
def test_an_entry_that_is_no_address_is_the_end(entry):
    assert asks(PROXY, f"198.51.100.1, {entry}, 10.2.3.4") == "10.2.3.4"
    assert asks(PROXY, entry) == PROXY


def test_an_ipv4_address_is_one_however_it_is_written():
    assert asks("::ffff:10.0.0.1", "::ffff:192.0.2.7") == "192.0.2.7"
    assert asks("::FFFF:c000:207") == "192.0.2.7"


def test_a_port_or_an_interface_beside_an_address_is_none_of_it():
    assert asks(PROXY, "192.0.2.7:50123") == "192.0.2.7"
    assert asks(PROXY, "[2001:db8::7]:443") == "2001:db8::7"
    assert asks(PROXY, "[2001:db8::7]") == "2001:db8::7"
    assert asks("fe80::1%eth0") == "fe80::1"


def test_a_connection_without_an_address_is_nobody_s_and_believed_by_nobody():
    assert asks(None, "192.0.2.7") == ""
    assert asks("", "192.0.2.7") == ""
    assert asks("testclient", "192.0.2.7") == ""


def test_a_long_row_of_proxies_is_followed_only_so_far():
    assert asks(PROXY, ", ".join(["192.0.2.7"] + ["10.0.0.2"] * 5000)) == "10.0.0.2"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
    ],
)
def test_the_addresses_of_one_place_are_one(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("peer", "proxies", "place"),
    [
        ("203.0.113.7", (), ""),
        ("8.8.8.8", (), "8.8.8.8"),
        ("2606:4700:1:2::3", (), "2606:4700:1:2::/64"),
        ("127.0.0.1", (), ""),
        ("172.18.0.1", (), ""),
        ("172.18.0.1", PROXIES, "172.18.0.1"),
        ("", PROXIES, ""),
    ],
)
def test_who_may_be_a_proxy_that_nobody_named_is_no_place(peer, proxies, place):
    assert place_of({"client": (peer, 1), "headers": []}, proxies) == place


def test_proxies_stand_between_commas(monkeypatch):
    assert load().trusted_proxies == frozenset()
    monkeypatch.setenv("PARLEY_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,2001:db8:1::/48,")
    assert load().trusted_proxies == set(PROXIES)


@pytest.mark.parametrize(
    "value", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "0.0.0.0/0", "::/0", "*", "10.0.0.1 ::1"]
)
def test_a_wrong_proxy_is_told_with_what_was_expected(monkeypatch, value):
    monkeypatch.setenv("PARLEY_TRUSTED_PROXIES", value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(f"PARLEY_TRUSTED_PROXIES is {value!r}, but expected: the proxies' addresses")


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [
        (PROXY, "https", "https"),
        (PROXY, "HTTPS, http", "https"),
        (PROXY, "http", "http"),
        (PROXY, "", "http"),
        (PROXY, "gopher", "http"),
        ("192.0.2.7", "https", "http"),
        (None, "https", "http"),
    ],
)
def test_a_trusted_proxy_says_whether_a_browser_came_by_tls_and_nobody_else_does(peer, said, scheme):
    headers = [(b"x-forwarded-proto", said.encode())] if said else []
    client = None if peer is None else (peer, 50000)
    assert client_scheme({"type": "http", "scheme": "http", "client": client, "headers": headers}, PROXIES) == scheme


def test_a_server_that_speaks_tls_itself_needs_nobody_to_say_so():
    assert client_scheme({"type": "http", "scheme": "https", "client": ("192.0.2.7", 1), "headers": []}, ()) == "https"

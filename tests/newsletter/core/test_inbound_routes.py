"""Where mail comes in, as the settings say it."""

import pytest

from newsletter.core.inbound_routes import LmtpPlace, lmtp_place, mailbox_route
from newsletter.core.routes import RouteNotUnderstood


def test_a_mailbox_is_named_like_an_address_of_the_web():
    route = mailbox_route("imaps://bounces%40example.org:p%3Aw@imap.example.org/Bounces")

    assert (route.host, route.port, route.user, route.password) == (
        "imap.example.org",
        993,
        "bounces@example.org",
        "p:w",
    )
    assert (route.is_imap, route.has_tls, route.folder) == (True, True, "Bounces")
    assert "p:w" not in repr(route)


def test_without_a_folder_it_is_the_inbox():
    route = mailbox_route("pop3s://u:p@example.org")
    assert (route.folder, route.port, route.is_imap) == ("INBOX", 995, False)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://u:p@example.org", "imaps://"),
        ("imaps://example.org", "imaps://"),
        ("imap://u:p@example.org", "no TLS"),
        ("pop3://u:p@example.org", "no TLS"),
        ("imaps://u:p@example.org?tls=no", "tls"),
    ],
)
def test_an_odd_mailbox_is_told(url, words):
    with pytest.raises(RouteNotUnderstood, match=words):
        mailbox_route(url)


def test_the_door_is_a_port_of_this_machine_or_a_socket():
    assert lmtp_place("127.0.0.1:8024") == LmtpPlace(host="127.0.0.1", port=8024)
    assert lmtp_place("/run/partwise.sock") == LmtpPlace(socket="/run/partwise.sock")


@pytest.mark.parametrize("text", ["0.0.0.0:24", "mail.example.org:24", "8024", "127.0.0.1:0", "127.0.0.1:70000"])
def test_a_door_without_a_lock_is_never_opened_to_others(text):
    with pytest.raises(RouteNotUnderstood, match=r"127\.0\.0\.1"):
        lmtp_place(text)

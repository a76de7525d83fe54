import pytest

from tests.newsletter.core.test_eml import MESSAGE

HOME = {"headers": {"host": "127.0.0.1:8000"}}


@pytest.fixture
def outbox(db, settings, tmp_path):
    settings.PARTWISE = {
        **settings.PARTWISE,
        "newsletter": {**settings.PARTWISE["newsletter"], "transport": "outbox", "outbox_dir": tmp_path},
    }
    (tmp_path / "abc123.eml").write_bytes(MESSAGE)
    (tmp_path / ".half.part").write_bytes(b"not yet")
    return tmp_path


@pytest.fixture
def read(client, outbox):
    return lambda address, **changes: client.get(address, **{**HOME, **changes})


def test_letters_are_listed(read):
    page = read("/mailbox/").content.decode()

    assert "Café" in page
    assert "1 letter handed over" in page


@pytest.mark.parametrize(
    ("query", "mark"),
    [("", "is-desktop"), ("?width=phone", "is-phone"), ("?face=text", "mailbox-text"), ("?width=x", "is-desktop")],
)
def test_a_letter_is_looked_at_in_every_way(read, query, mark):
    assert mark in read(f"/mailbox/abc123/{query}").content.decode()


def test_the_html_can_do_nothing(read):
    answer = read("/mailbox/abc123/html/")

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["nobody", "..", "abc123.eml", "%2e%2e%2fsecret"])
def test_only_letters_are_found(read, name):
    assert read(f"/mailbox/{name}/").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": {"host": "letters.example.org"}},
        {"headers": {"host": "127.0.0.1", "x-forwarded-for": "203.0.113.9"}},
        {"REMOTE_ADDR": "203.0.113.9"},
    ],
)
def test_strangers_find_no_mailbox(read, changes):
    assert read("/mailbox/", **changes).status_code == 404


def test_staff_may_look_from_anywhere(client, outbox, world):
    client.force_login(world.staff["mara"])

    assert client.get("/mailbox/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_without_the_outbox_there_is_no_mailbox(client, db):
    assert client.get("/mailbox/", **HOME).status_code == 404


def test_an_empty_mailbox_says_so(read, outbox):
    (outbox / "abc123.eml").unlink()

    assert "No letter has been handed over yet." in read("/mailbox/").content.decode()

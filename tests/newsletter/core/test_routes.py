import pytest

from newsletter.core.routes import RouteNotUnderstood, Tls, smtp_route


def test_a_remote_relay_needs_tls_unless_told_otherwise():
    route = smtp_route("smtp://me%40here:se%2Fcret@relay.example.org")

    assert (route.host, route.port, route.tls) == ("relay.example.org", 587, Tls.REQUIRED)
    assert (route.user, route.password) == ("me@here", "se/cret")


def test_a_server_on_this_machine_may_do_without():
    assert smtp_route("smtp://127.0.0.1:25").tls is Tls.OPPORTUNISTIC


def test_smtps_begins_with_tls():
    route = smtp_route("smtps://relay.example.org")

    assert (route.port, route.tls) == (465, Tls.IMPLICIT)


def test_a_password_is_not_printed():
    assert "secret" not in repr(smtp_route("smtp://me:secret@relay.example.org"))


@pytest.mark.parametrize(
    "url",
    ["", "relay", "http://relay", "smtp://", "smtp://r:0x", "smtp://r?tls=no", "smtp://r?a=b", "smtp://r?tls=none"],
)
def test_an_odd_address_is_refused(url):
    with pytest.raises(RouteNotUnderstood):
        smtp_route(url)


def test_another_machine_is_never_told_to_do_without():
    with pytest.raises(RouteNotUnderstood, match="tls=none, which is for this machine only"):
        smtp_route("smtp://relay.example.org?tls=none")


def test_where_it_is_asked_for_a_server_elsewhere_may_offer_no_tls():
    assert smtp_route("smtp://relay.example.org?tls=opportunistic").tls is Tls.OPPORTUNISTIC


def test_a_password_never_goes_over_a_line_that_may_be_open():
    with pytest.raises(RouteNotUnderstood, match="password"):
        smtp_route("smtp://me:secret@relay.example.org?tls=opportunistic")

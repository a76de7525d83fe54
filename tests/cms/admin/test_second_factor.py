"""Staff set up a second factor, show it when it is asked for, and come back with a recovery code."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from cms import second_factor
from tests.cms.admin.conftest import PASSWORD, SET_UP

SHOW = "/admin/second-factor/show/"


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_it_is_set_up_by_scanning_a_picture_that_nobody_else_is_asked_for(phone):
    page = phone.open()

    assert re.search(r'<img src="data:image/svg\+xml', page.content.decode())
    assert not re.search(r'<img[^>]+src="https?://(?!testserver)', page.content.decode())
    assert "no-store" in page["Cache-Control"]
    codes = phone.set_up()
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert all(re.fullmatch(r"(?:[a-z2-7]{4}-){3}[a-z2-7]{4}", code) for code in codes)
    assert TOTPDevice.objects.get().user == phone.user


def test_looking_at_the_page_sets_nothing_up(phone):
    phone.open()

    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "000000"}, "not the one we expect"),
        ({"password": "a guess"}, "This is not your password."),
        ({"code": ""}, "Please fill this in."),
        ({"key": "forged"}, "shown too long ago"),
    ],
)
def test_a_wrong_code_password_or_key_sets_nothing_up(phone, changed, words):
    given = {"key": phone.scan(), "password": PASSWORD}
    given = {**given, "code": phone.code, **changed}

    assert words in words_of(phone.client.post(SET_UP, given))
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_after_a_mistake_the_same_picture_stays(phone):
    given = {"key": phone.scan(), "code": "12345x", "password": PASSWORD}
    first = phone.key

    page = phone.client.post(SET_UP, given)
    assert second_factor.key_as_text("00") != first
    assert re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "") == first


def test_the_key_of_somebody_else_cannot_be_set_up(phone, client):
    other = get_user_model().objects.create_superuser("jonah", "jonah@example.org", PASSWORD)
    signed, code = phone.scan(), phone.code
    client.force_login(other)

    client.post(SET_UP, {"key": signed, "code": code, "password": PASSWORD})
    assert not TOTPDevice.objects.exists()


def test_guessing_the_password_ends_the_session(phone):
    signed = phone.scan()
    for _ in range(5):
        answer = phone.client.post(SET_UP, {"key": signed, "code": "000000", "password": "a guess"})

    assert answer.status_code == 302
    assert phone.open().status_code == 302


def test_a_code_counts_once(phone, show):
    phone.set_up()
    code = phone.code

    assert show(code).status_code == 302
    assert "not the one we expect" in words_of(show(code))


def test_wrong_codes_are_slowed_down_and_the_right_one_has_to_wait_too(phone, show):
    phone.set_up()
    right = phone.code
    for _ in range(4):
        show("000000")
    TOTPDevice.objects.update(throttling_failure_count=9, throttling_failure_timestamp=timezone.now())

    assert "There were 9 wrong codes in a row. Wait until" in words_of(show(right))
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(minutes=10))
    assert show(right).status_code == 302


def test_four_wrong_codes_at_once_are_counted(phone, show):
    phone.set_up()
    TOTPDevice.objects.update(throttling_failure_count=0)
    show("000000")
    assert "Wait until" in words_of(show("000000"))
    assert TOTPDevice.objects.get().throttling_failure_count == 1


def test_a_recovery_code_works_once_and_is_stored_as_a_hash(phone, show):
    code, *_ = phone.set_up()
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code, code.replace("-", "")}

    assert show(code.upper().replace("-", " ")).status_code == 302
    assert "used before" in words_of(show(code))
    assert second_factor.codes_left(phone.user) == second_factor.RECOVERY_CODES - 1
    assert ModelLogEntry.objects.filter(action="cms.recovery_code_used").count() == 1


def test_afterwards_one_goes_on_where_it_was_asked_for_and_nowhere_else(phone, show):
    phone.set_up()

    assert show(phone.code, next="/admin/newsletters/readers/")["Location"] == "/admin/newsletters/readers/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""):
        assert show(phone.code, next=elsewhere)["Location"] == reverse("wagtailadmin_account")


def test_showing_it_gives_the_session_a_new_name(phone, show):
    phone.set_up()
    before = phone.client.session.session_key

    show(phone.code)
    assert phone.client.session.session_key != before


def test_new_recovery_codes_make_the_old_ones_worthless(phone, show):
    old, *_ = phone.set_up()
    page = phone.client.post(SET_UP, {"choice": "codes"})

    assert old not in page.context["new_codes"]
    assert "used before" in words_of(show(old))
    phone.forget_mistakes()
    assert show(page.context["new_codes"][0]).status_code == 302


def test_it_is_taken_off_and_renewed_only_after_it_was_shown(phone, client):
    phone.set_up()
    client.logout()
    client.force_login(phone.user)
    for choice in ("off", "codes"):
        answer = client.post(SET_UP, {"choice": choice})
        assert answer["Location"].startswith(SHOW)
    assert TOTPDevice.objects.exists()

    client.post(SHOW, {"code": phone.code})
    client.post(SET_UP, {"choice": "off"})
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {"cms.second_factor_on", "cms.second_factor_off"} <= actions


def test_the_account_leads_there(phone):
    assert SET_UP in phone.client.get(reverse("wagtailadmin_account")).content.decode()


def test_whoever_lost_everything_is_helped_by_who_runs_the_site(phone):
    phone.set_up()
    said = StringIO()
    call_command("reset_second_factor", "mara", stdout=said)

    assert said.getvalue() == "The second factor of mara is off.\n"
    assert not second_factor.has_factor(phone.user)
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", "mara")
    with pytest.raises(CommandError, match="Nobody logs in as nobody"):
        call_command("reset_second_factor", "nobody")

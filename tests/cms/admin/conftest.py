"""Somebody of the staff, with a browser, and an authenticator app that knows the time."""

import re
from base64 import b32decode

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "a long password for tests"
SET_UP = "/admin/second-factor/"


class Phone:
    """Mara's browser and her phone."""

    def __init__(self, client, user):
        self.client, self.user, self.key = client, user, ""

    def open(self, address=SET_UP):
        return self.client.get(address)

    def scan(self, **query):
        """What the page shows to an app: the key, and what the form sends back."""
        page = self.client.get(SET_UP, query)
        words = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "")
        self.key = words
        return page.context["form"].initial["key"]

    @property
    def code(self):
        """What the app shows now; as if nobody had seen it yet."""
        self.forget_mistakes()
        TOTPDevice.objects.update(last_t=-1)
        return f"{totp(b32decode(self.key)):06d}"

    def forget_mistakes(self):
        """As after some seconds in which nobody tried."""
        for kind in (TOTPDevice, StaticDevice):
            kind.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)

    def set_up(self, **query):
        """All of it; gives the recovery codes."""
        signed = self.scan(**query)
        page = self.client.post(SET_UP, {"key": signed, "code": self.code, "password": PASSWORD, **query})
        return page.context["new_codes"]


@pytest.fixture
def mara(db):
    return get_user_model().objects.create_superuser("mara", "mara@example.org", PASSWORD)


@pytest.fixture
def phone(client, mara):
    client.force_login(mara)
    return Phone(client, mara)


@pytest.fixture
def demanded(settings):
    """A site that asks for the second factor."""
    settings.PARTWISE = {**settings.PARTWISE, "cms": {**settings.PARTWISE["cms"], "second_factor": True}}


@pytest.fixture
def show(phone):
    """A function: show this code, and go on to the account or to `next`."""

    def press(code, **more):
        return phone.client.post(reverse("second_factor_show"), {"code": code, **more})

    return press

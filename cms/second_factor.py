"""The second factor of staff: an authenticator app, and recovery codes for the day when the phone is gone."""

import secrets
from base64 import b32encode
from datetime import datetime, timedelta
from hashlib import sha256

import django_otp
import segno
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from wagtail.log_actions import log

FRESH_FOR = timedelta(minutes=15)
RECOVERY_CODES = 10
CODE_BYTES = 10  # 80 random bits, so that a plain hash of one keeps it
_SHOWN_AT = "second_factor_shown_at"
_APP, _CODES = "Authenticator app", "Recovery codes"

WRONG = "This code is not the one we expect. Wait for the next one in your app, and look at the clock of your phone."
USED_UP = "This recovery code is not known here, or was used before."
NO_FACTOR = "There is no second factor yet. Set one up first."


class FactorRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not shown, or not set up; the message is meant for the person who tried."""


def is_demanded() -> bool:
    """Whether this site asks for it; whoever has set one up is asked anywhere."""
    return bool(settings.PARTWISE["cms"]["second_factor"])


def has_factor(user) -> bool:
    """Whether this person has an authenticator app set up here."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def must_show(request: HttpRequest, *, now: datetime, fresh: bool = True) -> bool:
    """Whether the factor has still to be shown: in this session at all, or within the last 15 minutes."""
    if not (is_demanded() or has_factor(request.user)):
        return False
    shown = request.session.get(_SHOWN_AT)
    if shown is None or not _is_still_theirs(request):
        return True
    return fresh and now - datetime.fromisoformat(shown) >= FRESH_FOR


def new_key() -> str:
    """160 random bits as hexadecimal digits (RFC 4226 4)."""
    return random_hex(20)


def key_as_text(key: str) -> str:
    """The key as one types it into an app: base32, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode("ascii")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def key_as_picture(user, key: str) -> str:
    """The key as a QR code: a data address, so that nobody is asked for a picture of a secret."""
    address = TOTPDevice(user=user, key=key).config_url
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def set_up(request: HttpRequest, *, key: str, code: str, now: datetime) -> list[str]:
    """The factor of whoever asks, shown as well; and their recovery codes, to be seen once. Raises FactorRefused."""
    with transaction.atomic():
        forget(request.user)
        device = TOTPDevice.objects.create(user=request.user, key=key, name=_APP)
        if not device.verify_token(code):
            raise FactorRefused(WRONG)  # undoes all of it
        codes = _new_codes(request.user)
        log(request.user, "cms.second_factor_on", user=request.user)
    _remember(request, device, now=now)
    return codes


def show(request: HttpRequest, *, code: str, now: datetime) -> None:
    """The code of the app or a recovery code, which works once. Raises FactorRefused."""
    given = "".join(filter(str.isalnum, code)).lower()
    is_of_app = given.isdecimal()
    kind, words = (TOTPDevice, WRONG) if is_of_app else (StaticDevice, USED_UP)
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=request.user, confirmed=True).first()
        if device is None:
            raise FactorRefused(NO_FACTOR)
        may, why = device.verify_is_allowed()
        shown = may and device.verify_token(given if is_of_app else _kept(given))
    if not may:
        raise FactorRefused(_wait_words(why["failure_count"], until=why["locked_until"]))
    if not shown:
        raise FactorRefused(words)
    if not is_of_app:
        log(request.user, "cms.recovery_code_used", user=request.user)
    _remember(request, device, now=now)


def _wait_words(count: int, *, until: datetime) -> str:
    said = "That was a wrong code" if count == 1 else f"There were {count} wrong codes in a row"
    return f"{said}. Wait until {until:%H:%M:%S} UTC before you try again."


def renew_codes(user) -> list[str]:
    """Ten new recovery codes, to be seen once; the old ones open nothing any more."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        log(user, "cms.recovery_codes_renewed", user=user)
        return _new_codes(user)


def codes_left(user) -> int:
    """How many recovery codes were not used yet."""
    device = StaticDevice.objects.filter(user=user).first()
    return device.token_set.count() if device else 0


def take_off(user, *, by=None) -> None:
    """The factor is gone, and what asks for one leads to a new one. `by` is None for the command."""
    with transaction.atomic():
        forget(user)
        log(user, "cms.second_factor_off", user=by)


def forget(user) -> None:
    """Every device of this person."""
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user=user).delete()


def _new_codes(user) -> list[str]:
    device = StaticDevice.objects.create(user=user, name=_CODES)
    codes = [b32encode(secrets.token_bytes(CODE_BYTES)).decode("ascii").lower() for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=_kept(code))
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _kept(code: str) -> str:
    """A recovery code as it is stored: its hash."""
    return sha256(code.encode()).hexdigest()[:16]


def _is_still_theirs(request: HttpRequest) -> bool:
    """Whether what was shown in this session has not been taken off since."""
    device = Device.from_persistent_id(request.session.get(django_otp.DEVICE_ID_SESSION_KEY, ""))
    return device is not None and device.user_id == request.user.pk


def _remember(request: HttpRequest, device, *, now: datetime) -> None:
    django_otp.login(request, device)
    request.session.cycle_key()
    request.session[_SHOWN_AT] = now.isoformat()

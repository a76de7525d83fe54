import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django import forms
from django.utils import translation

from cms.zones import OLD_NAMES, PLACES, ZONES, ZoneField, zone_today


class ZoneForm(forms.Form):
    zone = ZoneField(label="Time zone")


def offered(form):
    return form.fields["zone"].widget.optgroups("zone", [form["zone"].value() or ""])


def test_each_place_is_offered_once_below_its_region_in_the_order_of_the_alphabet():
    zones = [zone for _, rows in PLACES for zone, _ in rows]

    assert len(zones) == len(set(zones))
    assert set(zones) < {zone for zone, _ in ZONES}
    assert set(zones) <= available_timezones()
    assert all([label for _, label in rows] == sorted(label for _, label in rows) for _, rows in PLACES)


def test_there_are_no_old_names_and_no_abbreviations():
    zones = {zone for _, rows in PLACES for zone, _ in rows}

    assert {"Africa/Asmara", "Asia/Kolkata", "Europe/Lisbon", "America/Argentina/Buenos_Aires", "UTC"} <= zones
    assert not {"Africa/Asmera", "Asia/Calcutta", "US/East-Indiana", "Etc/GMT+1", "Portugal"} & zones


def test_a_place_begins_with_what_people_type():
    labels = {zone: label for _, rows in PLACES for zone, label in rows}

    assert labels["Europe/Lisbon"] == "Lisbon"
    assert labels["America/Argentina/Buenos_Aires"] == "Buenos Aires, Argentina"


@pytest.mark.parametrize(
    ("given", "today"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Pacific/Truk", "Pacific/Chuuk"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+1", "Etc/GMT+1"),
        ("Europe/Lisbon", "Europe/Lisbon"),
    ],
)
def test_an_old_name_is_shown_as_its_place_of_today_and_saved_so(given, today):
    shown = str(ZoneForm(initial={"zone": given})["zone"])
    form = ZoneForm({"zone": given})

    assert re.findall(r'<option value="([^"]+)"[^>]* selected', shown) == [today]
    assert form.is_valid()
    assert form.cleaned_data == {"zone": today}


def test_an_old_name_and_its_place_have_the_same_clock():
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]

    assert {"Asia/Saigon", "Asia/Katmandu", "America/Godthab", "America/Buenos_Aires"} <= OLD_NAMES.keys()
    for old, today in OLD_NAMES.items():
        assert [moment.astimezone(ZoneInfo(old)).utcoffset() for moment in moments] == [
            moment.astimezone(ZoneInfo(today)).utcoffset() for moment in moments
        ], old


def test_every_known_name_leads_to_a_place_or_to_hours_from_greenwich():
    places = {zone for _, rows in PLACES for zone, _ in rows}
    left = {zone for zone, _ in ZONES if zone_today(zone) not in places}

    assert all(zone.startswith("Etc/") for zone in left)


def test_a_place_tells_a_script_the_old_names_by_which_a_browser_knows_it():
    assert '<option value="Europe/Kyiv" data-also="Europe/Kiev' in str(ZoneForm()["zone"])


def test_the_regions_are_named_in_the_readers_language():
    with translation.override("de"):
        assert '<optgroup label="Indischer Ozean">' in str(ZoneForm()["zone"])


def test_a_zone_that_does_not_exist_is_refused_by_its_name():
    assert ZoneForm({"zone": "Europe/Atlantis"}).errors["zone"] == [
        "There is no zone “Europe/Atlantis”. Choose one from the list."
    ]

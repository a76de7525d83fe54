"""The time zones that people choose from, by the names that their places have today."""

from collections.abc import Mapping
from importlib.resources import files
from itertools import groupby
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ZONES = [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]
"""Every name that is known, old ones too: what may be stored."""

REGIONS = {
    "Africa": _("Africa"),
    "America": _("The Americas"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}

# Places that tz-data links to another place whose clocks agree by now, or that have a name without a place.
_OWN_PLACE = {
    "Africa/Asmera": "Africa/Asmara",
    "Africa/Timbuktu": "Africa/Bamako",
    "America/Coral_Harbour": "America/Atikokan",
    "Antarctica/South_Pole": "Antarctica/McMurdo",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Iceland": "Atlantic/Reykjavik",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
    **dict.fromkeys(("Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "GMT", "UCT", "Zulu"), "UTC"),
}


def _lines(name: str) -> list[str]:
    text = files("tzdata.zoneinfo").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _places() -> list[str]:
    """One name for each place, without old names and abbreviations: the table that tz-data keeps for choosers."""
    rows = (line.split("\t") for line in _lines("zone.tab"))
    return sorted({row[2] for row in rows if len(row) > 2} & available_timezones())


def _old_names() -> dict[str, str]:
    """From the names that browsers and files still use to the place of today."""
    places = set(_places())
    links = {old: new for _l, new, old in (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))}
    found = {}
    for old in links.keys() - places:
        new = links[old]
        while new not in places and new in links:
            new = links[new]
        found |= {old: new} if new in places else {}
    return dict(sorted((found | _OWN_PLACE).items()))


def _label(name: str) -> str:
    """The place first, so that typing its first letters finds it: Buenos Aires, Argentina."""
    return ", ".join(reversed(name.partition("/")[2].split("/"))).replace("_", " ")


def _grouped() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    regions = groupby(_places(), key=lambda name: name.partition("/")[0])
    by_place = {
        region: sorted(((name, _label(name)) for name in names), key=lambda row: row[1]) for region, names in regions
    }
    named = [(REGIONS.get(region, region), rows) for region, rows in by_place.items()]
    return [(_("Everywhere"), [("UTC", "UTC")]), *named]


PLACES = _grouped()
"""The same places for a form, by region and in the order of the alphabet."""

OLD_NAMES: Mapping[str, str] = _old_names()
"""Old name -> today's."""


def zone_today(name: str) -> str:
    """Today's name of the same place; one that has no other stays as it is: Asia/Calcutta is Asia/Kolkata."""
    return OLD_NAMES.get(name, name)


class ZoneSelect(forms.Select):
    """Offers the places; what was stored without a place stays choosable.

    `data-also` holds a place's old names, by which a browser may know it.
    """

    def optgroups(self, name, value, attrs=None):
        known = {zone for _region, zones in PLACES for zone, _label in zones}
        today = [zone_today(zone) for zone in value]
        kept = [(zone, zone.replace("_", " ")) for zone in today if zone and zone not in known]
        self.choices = [*([(_("As it is now"), kept)] if kept else []), *PLACES]
        return super().optgroups(name, today, attrs)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if also := _ALSO.get(str(value)):
            option["attrs"]["data-also"] = also
        return option


class ZoneField(forms.ChoiceField):
    """A time zone by its name; an old name is understood, and becomes today's."""

    widget = ZoneSelect

    def __init__(self, **kwargs) -> None:
        said = {"invalid_choice": _("There is no zone “%(value)s”. Choose one from the list.")}
        super().__init__(choices=ZONES, **{"error_messages": said, **kwargs})

    def to_python(self, value) -> str:
        return zone_today(super().to_python(value))


_ALSO = {new: " ".join(old for old, today in OLD_NAMES.items() if today == new) for new in set(OLD_NAMES.values())}

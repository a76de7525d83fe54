"""What is known of readers, in plain words: written from the table of retention and the settings that are in force."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_safe

from newsletter.conf import conf
from newsletter.core.carriers import Carrier, Hands, relay
from newsletter.core.providers import PROVIDERS
from newsletter.core.retention import RETENTION, Period, Retention, Unit
from newsletter.core.routes import smtp_route
from newsletter.models import AttributeField, Newsletter
from newsletter.sign_up_hearing import names

FOR_GOOD = _("For good")
ONE = {Unit.HOUR: _("One hour"), Unit.DAY: _("One day"), Unit.MONTH: _("One month"), Unit.YEAR: _("One year")}
MANY: Mapping[Unit, object] = {
    Unit.HOUR: _("%(count)s hours"),
    Unit.DAY: _("%(count)s days"),
    Unit.MONTH: _("%(count)s months"),
    Unit.YEAR: _("%(count)s years"),
}


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """In the language of the browser, or in the one that a reader's page asks for."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get("language", "")
    language = asked if asked in known else translation.get_language() or "en"
    with translation.override(language):
        return render(request, "newsletter/pages/privacy.html", _told() | {"page_language": language})


def _told() -> dict:
    counting = Newsletter.objects.filter(counts_clicks=True).order_by("name")
    return {
        "rows": [_row(row) for row in RETENTION.values()],
        "carrier": carrier(),
        "attributes": list(AttributeField.objects.values_list("label", flat=True)),
        "senders": Newsletter.objects.filter(takes_readers=True).values_list("postal_address", flat=True).distinct(),
        "counting": names(counting, language=translation.get_language() or "en") if counting else "",
        "languages": settings.LANGUAGES,
    }


def carrier() -> Carrier:
    """Who hands the letters over, by the settings."""
    chosen = conf()
    if chosen.transport == "smtp":
        return relay(smtp_route(chosen.smtp_url).host)
    if chosen.transport == "esp":
        provider = PROVIDERS[chosen.esp["slug"]]
        return Carrier(hands=Hands.PROVIDER, name=provider.name, is_told_each_time=provider.switches_tracking)
    return Carrier(hands=Hands.NOBODY)


def _row(row: Retention) -> dict[str, str]:
    return {"what": gettext(row.what), "why": gettext(row.why), "period": _period(row.period)}


def _period(period: Period | None) -> str:
    if period is None:
        return str(FOR_GOOD)
    return str(ONE[period.unit] if period.count == 1 else MANY[period.unit]) % {"count": period.count}

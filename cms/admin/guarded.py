"""Admin pages that ask for the second factor before they do anything."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from cms.second_factor import has_factor, must_show

NOTHING_YET = "Nothing has happened yet. Show your second factor, and then press the button once more."
SET_UP_FIRST = (
    "This takes a second factor. Set it up once; afterwards you come back here, and nothing has happened yet."
)


class SecondFactorMixin:
    """In front of a view that says itself who may come in; whoever may not is turned away as ever.

    `asks_anew` wants it shown within the last 15 minutes, and otherwise once in a session is enough.
    """

    asks_anew = True

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if self.has_permission() and must_show(request, now=timezone.now(), fresh=self.asks_anew):
            return lead_to_factor(request, back=self.way_back())
        return super().dispatch(request, *args, **kwargs)

    def way_back(self) -> str:
        """Where the person goes on afterwards: a page that can be looked at."""
        raise NotImplementedError


def lead_to_factor(request: HttpRequest, *, back: str):
    """To where the factor is shown, or set up by who has none."""
    knows = has_factor(request.user)
    messages.info(request, NOTHING_YET if knows else SET_UP_FIRST)
    page = reverse("second_factor_show" if knows else "second_factor")
    return redirect(f"{page}?{urlencode({'next': back})}")

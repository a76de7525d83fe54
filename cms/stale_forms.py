"""The answer to a form whose token does not fit: in place of Django's bare refusal, what happened and one way on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache


@never_cache
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 with kind words; the way on leads to a fresh form of the admin, or to the first page of the site."""
    admin = reverse("wagtailadmin_home")
    is_staff = request.path.startswith(admin)
    context = {"is_staff": is_staff, "way_on": admin if is_staff else "/"}
    return render(request, "stale_form.html", context, status=HTTPStatus.FORBIDDEN)

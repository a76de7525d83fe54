"""Suppressions in the admin: what there is, whether one address is among them, and how one is lifted. No addresses."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages

from newsletter.admin.readers_page import ReadersPage
from newsletter.conf import address_hmacs
from newsletter.core.addresses import AddressRefused, email_key
from newsletter.models import AccessRecord, Newsletter, Subscriber, Suppression
from newsletter.suppressions import SuppressionRefused, find, lift

SEE = "newsletter.view_suppression"
LIFT = "newsletter.lift_suppression"
ADD = "newsletter.add_suppression"
PER_PAGE = 100
ANY = "Any"
OWN_WISH = {Suppression.Reason.COMPLAINT, Suppression.Reason.OBJECTION}  # readers.md 7: only the reader undoes these
NEEDS_WISH = (
    "This reader said no themselves, so only their own written wish lifts it. Tick that you have it, or leave it."
)


class SuppressionsPage(ReadersPage):
    """A page about suppressions."""

    permission_required = SEE
    header_icon = "no-view"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("newsletter_suppressions:list"), "label": "Suppressions"},
        ]


class WhichForm(forms.Form):
    """Which suppressions are listed: fixed choices."""

    reason = forms.ChoiceField(choices=[("", ANY), *Suppression.Reason.choices], required=False)
    newsletter = forms.ModelChoiceField(
        Newsletter.objects.order_by("name"), label="Only for", required=False, empty_label=ANY
    )
    standing = forms.ChoiceField(
        label="State", choices=[("", ANY), ("active", "In force"), ("lifted", "Lifted")], required=False
    )

    def found(self):
        """The rows, newest first; none while a filter is not one of its choices."""
        if not self.is_valid():
            return Suppression.objects.none()
        asked = self.cleaned_data
        wanted = {"reason": asked["reason"], "newsletter": asked["newsletter"]}
        rows = Suppression.objects.filter(**{name: value for name, value in wanted.items() if value})
        if asked["standing"] == "active":
            rows = rows.active()
        if asked["standing"] == "lifted":
            rows = rows.filter(lifted_at__isnull=False)
        return rows.select_related("newsletter", "set_by", "lifted_by").order_by("-pk")

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class SuppressionsView(SuppressionsPage):
    """Reason, scope and date of each; pages by key, since there may be very many."""

    page_title = "Suppressions"
    template_name = "newsletter/admin/suppressions.html"

    def get(self, request):
        which = WhichForm(request.GET)
        before, rows = request.GET.get("before", ""), which.found()
        if before.isascii() and before.isdecimal() and len(before) < 19:
            rows = rows.filter(pk__lt=int(before))
        shown = list(rows[: PER_PAGE + 1])
        older = shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None
        return self.render_to_response(
            self.get_context_data(
                which=which, rows=shown[:PER_PAGE], older=older, may_add=request.user.has_perm(ADD), address_known=False
            )
        )


class AskView(SuppressionsPage):
    """Is this address suppressed? A POST, so that the address stands in no URL; every question is on record."""

    page_title = "One address"
    template_name = "newsletter/admin/suppressed.html"
    http_method_names = ("post",)

    def post(self, request):
        asked = request.POST.get("address", "")
        try:
            rows, key = list(find(asked).select_related("newsletter", "set_by", "lifted_by")), email_key(asked)
        except AddressRefused as refused:
            messages.error(request, str(refused))
            return redirect("newsletter_suppressions:list")
        reader = Subscriber.objects.filter(email_key=key).values_list("public_id", flat=True).first()
        AccessRecord.objects.create(
            action=AccessRecord.Action.LOOKED_UP,
            staff=request.user,
            reader=reader,
            address_hmac=address_hmacs(key)[-1],
            fields="suppression",
        )
        return self.render_to_response(
            self.get_context_data(rows=rows, own_wish=OWN_WISH, may_lift=request.user.has_perm(LIFT))
        )


class LiftView(SuppressionsPage):
    """POST lifts one suppression, with the reason; the row stays."""

    permission_required = LIFT
    http_method_names = ("post",)

    def post(self, request, pk):
        row, why = get_object_or_404(Suppression, pk=pk), request.POST.get("why", "")
        try:
            if row.reason in OWN_WISH and not request.POST.get("wish"):
                _refuse(NEEDS_WISH)
            if not lift(row.pk, by=request.user, why=why):
                _refuse("It was lifted before.")
        except SuppressionRefused as refused:
            messages.error(request, str(refused))
            return redirect("newsletter_suppressions:list")
        AccessRecord.objects.create(
            action=AccessRecord.Action.LIFTED,
            staff=request.user,
            address_hmac=row.address_hmac,
            fields=row.reason,
            why=why[:400],
        )
        messages.success(request, "Lifted. Letters may go there again; whether any do is for the reader to say.")
        return redirect("newsletter_suppressions:list")


def _refuse(words: str):
    raise SuppressionRefused(words)

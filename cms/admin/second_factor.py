"""Where staff set up their second factor, show it, and take it off."""

from django import forms
from django.contrib.auth import logout
from django.core import signing
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import second_factor
from cms.admin.guarded import lead_to_factor
from cms.second_factor import FactorRefused

SALT = "second factor, being set up"
MINUTES_TO_SET_UP = 30
MOST_WRONG = 5  # passwords, then whoever it is has to log in anew
WRONG_PASSWORD = "This is not your password."  # noqa: S105 - words
TOO_LATE = "This code was shown too long ago. Here is a new one: scan it instead of the first."
IS_OFF = "The second factor is off. Whatever asks for one will lead you to a new one."


class SetUpForm(forms.Form):
    """`key` is the one that the page shows, signed for this person, so that nobody sets up another's."""

    key = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label="The six digits that your app shows now",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_code(self) -> str:
        return "".join(filter(str.isdecimal, self.cleaned_data["code"]))

    def clean_password(self) -> str:
        if not self._user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(WRONG_PASSWORD)
        return ""


class ShowForm(forms.Form):
    """One code of either kind."""

    code = forms.CharField(
        label="The six digits that your app shows now, or a recovery code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}),
    )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class FactorPage(WagtailAdminTemplateMixin, View):
    """A page about one's own second factor, and nobody else's."""

    header_icon = "lock"
    page_title = "Second factor"

    @property
    def way_on(self) -> str:
        """Where to go afterwards: a page of this site, or the account."""
        asked = self.request.POST.get("next") or self.request.GET.get("next", "")
        host = self.request.get_host()
        is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={host})
        return asked if is_ours else reverse("wagtailadmin_account")

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def page(self, **context):
        return self.render_to_response(self.get_context_data(next=self.way_on, **context))


class FactorView(FactorPage):
    """Set it up; or, once it is there, renew the recovery codes and take it off."""

    template_name = "cms/admin/second_factor.html"

    def get(self, request):
        if second_factor.has_factor(request.user):
            return self.page(has_factor=True, codes_left=second_factor.codes_left(request.user))
        return self._offer(SetUpForm(user=request.user), key=second_factor.new_key())

    def post(self, request):
        if second_factor.has_factor(request.user):
            return self._change(request)
        form = SetUpForm(request.POST, user=request.user)
        key = _key_in(request)
        if key is None:
            messages.error(request, TOO_LATE)
            return self._offer(SetUpForm(user=request.user), key=second_factor.new_key())
        if not form.is_valid():
            return self._refused(request, form, key=key)
        try:
            codes = second_factor.set_up(request, key=key, code=form.cleaned_data["code"], now=timezone.now())
        except FactorRefused as refused:
            form.add_error("code", str(refused))
            return self._offer(form, key=key)
        return self.page(new_codes=codes)

    def _offer(self, form: SetUpForm, *, key: str):
        """The page with this key: as a picture, as words, and signed within the form."""
        form.initial["key"] = signed = signing.dumps({"key": key, "user": self.request.user.pk}, salt=SALT)
        if form.is_bound:
            form.data = {**form.data.dict(), "key": signed}
        picture = second_factor.key_as_picture(self.request.user, key)
        return self.page(form=form, picture=picture, words=second_factor.key_as_text(key))

    def _refused(self, request, form: SetUpForm, *, key: str):
        if "password" in form.errors:
            wrong = request.session["wrong_passwords"] = request.session.get("wrong_passwords", 0) + 1
            if wrong >= MOST_WRONG:
                logout(request)
                return redirect("wagtailadmin_login")
        return self._offer(form, key=key)

    def _change(self, request):
        if second_factor.must_show(request, now=timezone.now()):
            return lead_to_factor(request, back=reverse("second_factor"))
        if request.POST.get("choice") == "codes":
            return self.page(new_codes=second_factor.renew_codes(request.user))
        if request.POST.get("choice") == "off":
            second_factor.take_off(request.user, by=request.user)
            messages.success(request, IS_OFF)
        return redirect("second_factor")


class ShowView(FactorPage):
    """Show it, and go on where it was asked for."""

    template_name = "cms/admin/second_factor_show.html"
    page_title = "Show your second factor"

    def get(self, request):
        if not second_factor.has_factor(request.user):
            return redirect("second_factor")
        return self.page(form=ShowForm())

    def post(self, request):
        form = ShowForm(request.POST)
        if form.is_valid():
            try:
                second_factor.show(request, code=form.cleaned_data["code"], now=timezone.now())
                return redirect(self.way_on)
            except FactorRefused as refused:
                form.add_error("code", str(refused))
        return self.page(form=form)


def _key_in(request) -> str | None:
    """The key that we showed to this person, not too long ago; None for anything else."""
    try:
        found = signing.loads(request.POST.get("key", ""), salt=SALT, max_age=MINUTES_TO_SET_UP * 60)
    except signing.BadSignature:
        return None
    return found["key"] if found["user"] == request.user.pk else None

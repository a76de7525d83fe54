"""Tests by mail: the issue as it stands, to a few people who work here, counted nowhere."""

from django import forms
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from newsletter.admin.pages import IssuePage
from newsletter.core.addresses import AddressRefused
from newsletter.core.issue_state import State
from newsletter.prepare import PreflightFailed, freeze_test
from newsletter.send import try_out
from newsletter.tasks import wake, wake_sender

MOST = 10  # people at a time: a test is not a way around an audience

ALREADY_GONE = (
    "This issue has been handed over. What readers got is on its progress page; a test would show nothing new."
)


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj) -> str:
        return f"{obj.get_full_name() or obj.get_username()} <{obj.email}>"


class TestForm(forms.Form):
    """Who gets it; only people who work here and have an address."""

    __test__ = False  # pytest collects classes by their names

    people = PeopleField(
        queryset=get_user_model().objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Who looks at it",
        error_messages={"required": "Choose at least one person."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = get_user_model().objects.filter(is_active=True).exclude(email="").order_by("username")
        self.fields["people"].queryset = staff

    def clean_people(self):
        people = self.cleaned_data["people"]
        if len(people) > MOST:
            raise forms.ValidationError(f"A test goes to at most {MOST} people. Choose fewer.")
        return people


class SampleLetterView(IssuePage):
    """Choose colleagues; each gets the letter with [Test] before its subject."""

    title = "Send a test"
    template_name = "newsletter/admin/sample_letter.html"

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission() and self.issue.state in {State.HANDED_OVER, State.CANCELLED}:
            messages.error(request, ALREADY_GONE)
            return redirect("newsletter_issues:progress", self.issue.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **_kwargs):
        return self._page(TestForm(initial={"people": [request.user.pk]}))

    def post(self, request, **_kwargs):
        form = TestForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        people = form.cleaned_data["people"]
        try:
            frozen = freeze_test(self.issue.pk, by=request.user, now=timezone.now())
            for person in people:
                try_out(frozen, to=person)
        except (PreflightFailed, AddressRefused) as refused:
            form.add_error(None, str(refused))
            return self._page(form)
        wake(wake_sender)
        messages.success(request, f"On its way to {_people(len(people))}. It should be there within a minute.")
        return redirect("newsletter_issues:edit", self.issue.pk)

    def _page(self, form: TestForm):
        edit_url = reverse("newsletter_issues:edit", args=[self.issue.pk])
        return self.render_to_response(self.get_context_data(form=form, edit_url=edit_url))


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"

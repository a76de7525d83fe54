"""Courses in the admin: which series, at which pace, where its readers stand, and the buttons that run it."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views import snippets

from cms.day_fields import clock_input
from cms.zones import ZoneField
from newsletter.admin.course_dates import DatesView
from newsletter.admin.course_page import CHANGE, STANDING, CoursePage
from newsletter.admin.course_shift import asked_first
from newsletter.admin.course_standing import letters_of, own_days_words, pace_of, standing_of, state_words, with_readers
from newsletter.admin.courses_waiting import under_way_words
from newsletter.core.counts import count_words
from newsletter.core.courses.facts import CourseState
from newsletter.core.courses.moves import Move, ways_on
from newsletter.courses.deeds import CourseRefused, close_course, open_course, pause_course
from newsletter.models import Course, Newsletter
from newsletter.segments import MAY_SEE

DEEDS = {
    Move.OPEN: (open_course, "It is open. Readers may begin, and whoever waits goes on at the next window."),
    Move.PAUSE: (pause_course, "Paused. Nothing of it leaves until you open it again."),
    Move.CLOSE: (close_course, "Closed. Nothing more of it leaves, and it is offered no more."),
}
BUTTONS = {
    Move.OPEN: ("Open", "Readers may begin; whoever waits goes on, one part at the next hour at which letters leave."),
    Move.PAUSE: ("Pause", "Nothing leaves for anybody. Everybody keeps their place."),
    Move.CLOSE: ("Close", "It ends for good for {readers} under way, their pages say so, and it is offered no more."),
}


class CourseForm(WagtailAdminModelForm):
    """The only newsletter is chosen already; time zones are chosen by place."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        newsletters = list(Newsletter.objects.all()[:2])
        if len(newsletters) == 1 and not self.initial.get("newsletter"):
            self.initial["newsletter"] = newsletters[0].pk
        self.fields["zone"] = ZoneField(label="Time zone", help_text="Offered first in its sign-up form.")


class CourseIndexView(snippets.IndexView):
    """The list; each course leads to where its readers stand."""

    def get_list_more_buttons(self, instance):
        own = [Button(STANDING, url=_standing_url(instance), icon_name="group", priority=5)]
        return [*(own if self.request.user.has_perm(CHANGE) else []), *super().get_list_more_buttons(instance)]


class CourseEditView(snippets.EditView):
    """The form, with the way to its readers and the buttons that run it."""

    @property
    def header_buttons(self):
        return [HeaderButton(STANDING, url=_standing_url(self.object), icon_name="group"), *super().header_buttons]

    def form_valid(self, form):
        if page := asked_first(self, form):
            return page
        if {"delay_value", "delay_unit"} & set(form.changed_data) and (words := own_days_words(form.instance)):
            messages.warning(self.request, words)
        return super().form_valid(form)


class StandingView(CoursePage):
    """Where the readers of one course stand, in numbers alone; POST opens it, lets it rest or closes it."""

    page_title = STANDING
    template_name = "newsletter/admin/course.html"

    def get(self, _request, **_kwargs):
        return self._page()

    def _page(self, **asked):
        shown = [(move, BUTTONS[move]) for move in self._ways()]
        under_way = self._under_way()
        context = {
            **asked,
            "state": state_words(self.course),
            "pace": pace_of(self.course),
            "own_days": own_days_words(self.course),
            "standing": standing_of(self.course, exactly=self.request.user.has_perm(MAY_SEE)),
            "letters": letters_of(self.course),
            "buttons": [(move.value, label, words.format(readers=under_way)) for move, (label, words) in shown],
        }
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request, **_kwargs):
        deed = DEEDS.get(request.POST.get("move", ""))
        if deed is None:
            raise Http404
        if deed is DEEDS[Move.CLOSE] and "sure" not in request.POST and Move.CLOSE in self._ways():
            return self._page(closes_for=self._under_way())
        act, words = deed
        try:
            act(self.course)
            messages.success(request, words)
        except CourseRefused as refused:
            messages.error(request, str(refused))
        return redirect(_standing_url(self.course))

    def _ways(self):
        return ways_on(CourseState(self.course.state))

    def _under_way(self) -> str:
        """How many readers are on it, as whoever asks may know it."""
        return under_way_words(self.course, exactly=self.request.user.has_perm(MAY_SEE))


def _standing_url(course: Course) -> str:
    return reverse("newsletter_courses:standing", args=[course.pk])


class ReadersColumn(Column):
    """How many readers are under way, as whoever looks may know it."""

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        exactly = parent_context["request"].user.has_perm(MAY_SEE)
        return {**context, "value": count_words(instance.under_way, exactly=exactly)}


class CourseViewSet(snippets.SnippetViewSet):
    """Series that come by mail, each reader at their own Part 1."""

    model = Course
    icon = "list-ol"
    menu_label = "Courses"
    menu_name = "courses"
    menu_order = 210
    admin_url_namespace = "newsletter_courses"
    base_url_path = "newsletters/courses"
    copy_view_enabled = False
    index_view_class = CourseIndexView
    edit_view_class = CourseEditView
    list_display = (
        "name",
        Column("state", label="State", accessor=state_words),
        Column("pace", label="Pace", accessor=pace_of),
        ReadersColumn("under_way", label="Under way"),
    )
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("series"), FieldPanel("newsletter"), FieldPanel("own_name"), FieldPanel("neutral_name")],
                heading="What it is",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("first_part"),
                    FieldRowPanel([FieldPanel("delay_value"), FieldPanel("delay_unit")]),
                    FieldPanel("weekdays"),
                    FieldRowPanel(
                        [FieldPanel("opens", widget=clock_input()), FieldPanel("closes", widget=clock_input())]
                    ),
                    FieldRowPanel([FieldPanel("min_gap_hours"), FieldPanel("spread_minutes")]),
                ],
                heading="Its pace",
                help_text="A part of the series may have days of its own; a reader may choose another pace.",
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("priority"), FieldPanel("concurrent")]), FieldPanel("hold_newsletters")],
                heading="Beside other letters",
                help_text="A part makes room for an issue that comes on the same day, three days in a row at most.",
            ),
            MultiFieldPanel(
                [FieldPanel("takes_readers"), FieldPanel("zone"), FieldPanel("stale_after_days")], heading="Habits"
            ),
        ],
        base_form_class=CourseForm,
    )

    def get_queryset(self, _request):
        return with_readers()

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/standing/", StandingView.as_view(), name="standing"),
            path("<int:pk>/dates/", DatesView.as_view(), name="dates"),
        ]

"""What all staff find in the admin, whatever they do here: their second factor."""

from django.urls import path, reverse
from wagtail import hooks

from cms.admin.second_factor import FactorView, ShowView


@hooks.register("register_admin_urls")
def second_factor_pages():
    """Behind the log-in, for everybody who may enter the admin."""
    return [
        path("second-factor/", FactorView.as_view(), name="second_factor"),
        path("second-factor/show/", ShowView.as_view(), name="second_factor_show"),
    ]


@hooks.register("register_account_menu_item")
def second_factor_in_the_account(_request):
    """Beside one's own name, language and password."""
    return {
        "url": reverse("second_factor"),
        "label": "Second factor",
        "help_text": "Six digits from an app on your phone, beside your password.",
    }


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """What stands in the site's history about it."""
    actions.register_action("cms.second_factor_on", "Second factor set up", "Set up a second factor")
    actions.register_action("cms.second_factor_off", "Second factor taken off", "Took a second factor off")
    actions.register_action("cms.recovery_code_used", "Recovery code used", "Used a recovery code")
    actions.register_action("cms.recovery_codes_renewed", "Recovery codes renewed", "Renewed the recovery codes")

"""The form of a newsletter: its language and its time zone are chosen from lists that a person can read."""

from wagtail.admin.forms import WagtailAdminModelForm

from cms.languages import LanguageField
from cms.zones import ZoneField

LANGUAGE_HELP = (
    "Of the letters. Pages and messages of ours speak the first four; readers of others see them in English."
)


class NewsletterForm(WagtailAdminModelForm):
    """What is stored stays choosable, so that an old name keeps nobody from saving the rest."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = LanguageField(
            stored=self.instance.language, label="Language", help_text=LANGUAGE_HELP, initial="en"
        )
        self.fields["slug"].help_text = f"{self.fields['slug'].help_text} It stays once a letter has left."
        self.fields["zone"] = ZoneField(label="Time zone", help_text="In which its letters are scheduled.")

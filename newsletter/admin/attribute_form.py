"""The form of a declared attribute: the words of a choice are typed one a line."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

LINES_HELP = "For a choice: one a line, in the order in which they are offered. The other kinds need none."
TWICE = "“{word}” stands here twice. Take one of them out."


class LinesField(forms.CharField):
    """Text with a line for each of its words, kept as a list."""

    def prepare_value(self, value):
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return [line for one in super().to_python(value).splitlines() if (line := one.strip())]

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data)


class AttributeForm(WagtailAdminModelForm):
    """The rest is as the model has it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choices"] = LinesField(
            label="Choices", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=LINES_HELP
        )

    def clean_choices(self) -> list[str]:
        words = self.cleaned_data["choices"]
        if doubled := next((word for at, word in enumerate(words) if word in words[:at]), ""):
            raise forms.ValidationError(TWICE.format(word=doubled))
        return words

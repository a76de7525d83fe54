"""Which headings begin a part, and what each part is called."""

from collections.abc import Sequence

from django import forms

from series.core.split import Row, cuts, pieces

TITLE_LENGTH = 255  # as Wagtail's own


class SplitForm(forms.Form):
    """One tick and one name for each place where the text may be cut."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    first = forms.CharField(label="The first part is called", max_length=TITLE_LENGTH)

    def __init__(self, *args, rows: Sequence[Row], revision_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.revision_id = rows, revision_id
        self.fields["revision"].initial = revision_id
        self.pairs = []
        every = [cut.block_id for cut in cuts(rows)]
        lengths = dict(zip(every, pieces(rows, at=every)[1:], strict=True))
        for cut in cuts(rows):
            tick, name = f"cut_{cut.block_id}", f"name_{cut.block_id}"
            minutes = lengths[cut.block_id].minutes
            self.fields[tick] = forms.BooleanField(
                label=f"Begin a part at “{cut.heading}”",
                required=False,
                help_text=f"About {minutes} minute{'' if minutes == 1 else 's'} to the next heading.",
            )
            self.fields[name] = forms.CharField(
                label="It is called", required=False, max_length=TITLE_LENGTH, initial=cut.heading[:TITLE_LENGTH]
            )
            self.pairs.append((self[tick], self[name]))

    def clean_revision(self) -> int:
        given = self.cleaned_data["revision"]
        if given != self.revision_id:
            raise forms.ValidationError("The article was saved meanwhile. Look at its headings and press again.")
        return given

    def clean(self):
        cleaned = super().clean()
        for message in self.errors.pop("revision", ()):
            self.add_error(None, message)
        if not self.ticked:
            self.add_error(None, "Tick at least one heading: a series has two parts or more.")
        for block_id in self.ticked:
            if not cleaned.get(f"name_{block_id}") and f"name_{block_id}" not in self.errors:
                self.add_error(f"name_{block_id}", "Give this part a name.")
        return cleaned

    @property
    def ticked(self) -> list[str]:
        """The ids of the headings that begin a part, in order."""
        return [cut.block_id for cut in cuts(self.rows) if self.cleaned_data.get(f"cut_{cut.block_id}")]

    @property
    def names(self) -> dict[str, str]:
        return {block_id: self.cleaned_data[f"name_{block_id}"] for block_id in self.ticked}

"""The editor of rich text in the admin: Wagtail's, which here loses no word to a quick hand."""

from wagtail.admin.rich_text import DraftailRichTextArea

SAVE_AFTER_MS = 0


class RichTextArea(DraftailRichTextArea):
    """What is typed is in the form at once.

    Draftail writes into its form 250 ms after the last key, so whoever pressed Ctrl+S sooner saved the page without
    the last words (its option `stateSaveInterval`).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.options["stateSaveInterval"] = SAVE_AFTER_MS

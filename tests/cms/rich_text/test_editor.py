from wagtail.admin.rich_text import get_rich_text_editor_widget

from cms.rich_text.editor import RichTextArea


def test_every_rich_text_writes_into_its_form_at_once():
    widget = get_rich_text_editor_widget(features=["bold"])

    assert isinstance(widget, RichTextArea)
    assert widget.options["stateSaveInterval"] == 0

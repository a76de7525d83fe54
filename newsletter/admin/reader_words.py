"""Tags and attributes of readers, as the site names them."""

from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from newsletter.admin.attribute_form import AttributeForm
from newsletter.models import AttributeField, ReaderTag


class ReaderTagViewSet(SnippetViewSet):
    """Renamed and deleted here; put on readers at their own pages."""

    model = ReaderTag
    icon = "tag"
    menu_label = "Readers' tags"
    menu_name = "reader_tags"
    menu_order = 330
    admin_url_namespace = "newsletter_tags"
    base_url_path = "newsletters/tags"
    copy_view_enabled = False
    list_display = ("name",)


class AttributeFieldViewSet(SnippetViewSet):
    """What may be noted of readers beyond name and language."""

    model = AttributeField
    icon = "list-ul"
    menu_label = "Readers' attributes"
    menu_name = "reader_attributes"
    menu_order = 340
    admin_url_namespace = "newsletter_attributes"
    base_url_path = "newsletters/attributes"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("label", "slug", "kind", "choices")], base_form_class=AttributeForm
    )
    list_display = ("label", Column("slug"), Column("kind", accessor="get_kind_display"))

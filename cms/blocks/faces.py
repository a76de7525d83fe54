"""What every block can do: be shown to four kinds of reader."""

from wagtail.blocks import ChoiceBlock, RegexBlock, StructBlock
from wagtail.blocks.struct_block import BlockGroup

SHOWN_IN = (("everywhere", "Everywhere"), ("web", "Only on the web"), ("email", "Only in letters"))


class FacedBlock(StructBlock):
    """A block of an article; its templates lie in templates/blocks/<slug>/."""

    slug = ""

    anchor = RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        required=False,
        help_text="The end of a link to this place, such as: first-step. Empty is fine.",
        error_messages={"invalid": "Use small letters, digits and single hyphens, such as: first-step."},
    )
    shown_in = ChoiceBlock(
        choices=list(SHOWN_IN),
        default="everywhere",
        required=True,
        help_text="Where readers meet this block: on the web and in letters, or only in one of them.",
    )

    class Meta:
        joins = False
        own_section = False
        description = ""

    def get_form_layout(self):
        """Its own fields first; anchor and shown_in in the collapsed settings."""
        settings = ["anchor", "shown_in"]
        return BlockGroup([name for name in self.child_blocks if name not in settings], settings=settings)

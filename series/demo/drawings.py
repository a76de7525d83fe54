"""The demo's pictures: drawn, not stored. Each call draws the same picture again, 1600 x 1000."""

from collections.abc import Callable, Mapping

from PIL.Image import Image

from series.demo.indoors import coat_on_a_hook, kettle, two_chairs
from series.demo.outdoors import garden_fence, hills_at_evening, lamp_in_a_window, stones_in_water
from series.demo.tabletop import mended_bowl, phone_between_cups, unopened_letter

DRAWINGS: Mapping[str, Callable[[], Image]] = {
    "coat-on-a-hook": coat_on_a_hook,
    "garden-fence": garden_fence,
    "hills-at-evening": hills_at_evening,
    "kettle": kettle,
    "lamp-in-a-window": lamp_in_a_window,
    "mended-bowl": mended_bowl,
    "phone-between-cups": phone_between_cups,
    "stones-in-water": stones_in_water,
    "two-chairs": two_chairs,
    "unopened-letter": unopened_letter,
}

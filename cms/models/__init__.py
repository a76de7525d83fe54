from cms.models.home import HomePage
from cms.models.site import SiteIdentity
from cms.models.support import SupportLine
from cms.models.ticks import Tick
from cms.models.users import User

__all__ = ["HomePage", "SiteIdentity", "SupportLine", "Tick", "User"]

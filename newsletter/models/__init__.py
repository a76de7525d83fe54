from newsletter.models.compiled import CompiledIssue, IssueItem
from newsletter.models.consent import ConsentEvent
from newsletter.models.deliveries import Delivery
from newsletter.models.events import DeliveryEvent, IssueEvent
from newsletter.models.exclusions import Exclusion
from newsletter.models.issues import Issue
from newsletter.models.newsletters import Newsletter
from newsletter.models.running import Heartbeat, SendingSwitch
from newsletter.models.subscribers import Subscriber, Subscription
from newsletter.models.suppressions import Suppression
from newsletter.models.throttles import Throttle, WarmUpDay

__all__ = [
    "CompiledIssue",
    "ConsentEvent",
    "Delivery",
    "DeliveryEvent",
    "Exclusion",
    "Heartbeat",
    "Issue",
    "IssueEvent",
    "IssueItem",
    "Newsletter",
    "SendingSwitch",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Throttle",
    "WarmUpDay",
]

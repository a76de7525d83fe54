"""One sentence for each state, event and hold reason of an issue; the admin and the reference print these."""

from collections.abc import Mapping

from newsletter.core.issue_state import Event, HoldReason, State

STATES: Mapping[State, str] = {
    State.DRAFT: "Being written; nothing is fixed.",
    State.SCHEDULED: "Frozen and waiting for its time; to edit it, unschedule it first.",
    State.PREPARING: "Its time has come: the audience is written down, one delivery for each recipient.",
    State.HANDING_OVER: "Messages are leaving.",
    State.PAUSED: "A person stopped it; nothing leaves until a person resumes it.",
    State.HELD: "We stopped it and ask a person what to do, for the reason beside it.",
    State.HANDED_OVER: "Every delivery has ended.",
    State.CANCELLED: "Stopped for good; what had left is in its report.",
}

EVENTS: Mapping[Event, str] = {
    Event.SCHEDULE: "It was compiled, checked, frozen and given a time.",
    Event.UNSCHEDULE: "A person took its time back; the frozen copy is no longer used.",
    Event.START: "Its time came, and one scheduler claimed it.",
    Event.BEGIN: "The audience was complete: candidates = recipients + exclusions.",
    Event.PAUSE: "A person paused it.",
    Event.RESUME: "A person resumed it; nothing was recalculated.",
    Event.HOLD: "A check or a circuit breaker stopped it.",
    Event.SEND_NOW: "A person chose to send it now.",
    Event.SET_NEW_TIME: "A person gave it a new time.",
    Event.GO_ON: "A person looked at what stopped it and let it go on.",
    Event.FINISH: "Its last open delivery ended.",
    Event.REOPEN: "A delivery is tried again, so it is open once more.",
    Event.CANCEL: "A person cancelled it.",
}

HOLD_REASONS: Mapping[HoldReason, str] = {
    HoldReason.LATE: "Its time was found long after it had passed. Send it now, or give it a new time.",
    HoldReason.ITEM_NOT_LIVE: "One of its items is not live yet. Publish the item, then send the issue now.",
    HoldReason.ITEM_PRIVATE: "One of its items is private. Make it public, or take it out of the issue.",
    HoldReason.ITEM_EXPIRED: "One of its items has expired. Publish it again, or take it out of the issue.",
    HoldReason.STOP_CHECK: "A check found something that must be mended first. The list says what and where.",
    HoldReason.NOT_APPROVED: "Nobody has approved it yet. Ask a colleague to look at it.",
    HoldReason.NO_RECIPIENTS: "No reader is left after the exclusions. The list of exclusions says why.",
    HoldReason.ALTERED: "Its frozen copy is not what was frozen, so it never leaves. Cancel it, and make a copy.",
    HoldReason.RESTORED: "An older backup was restored. See what had already left before it goes on.",
    HoldReason.ACCOUNTING: "Candidates are not recipients plus exclusions. Expand it again, or cancel it.",
    HoldReason.ERROR: "Starting it failed five times. Tell the people who run this site; then send it now.",
    HoldReason.ITEM_UNPUBLISHED: "One of its items was unpublished while it was leaving.",
    HoldReason.POLICY_REFUSALS: "More than 5 % of the answers object to us as the sender. See the raw replies.",
    HoldReason.HARD_BOUNCES: "More than 3 % of the addresses do not exist. See where these addresses came from.",
    HoldReason.COMPLAINTS: "More than 0.3 % of the readers complained. See who was asked, and how.",
    HoldReason.ROUTE_REFUSES: "The first ten answers on a new route were all refusals. Check the sender's domain.",
    HoldReason.TOO_LARGE: "The next server takes no letter of this size. Make it smaller, or have the limit raised.",
    HoldReason.SENDERS_LOST: "Letters of it were never offered to anyone. See why; once that is mended, let it go on.",
    HoldReason.ROUTE_UNREACHABLE: "Twenty connections in a row failed. Check that the next server can be reached.",
}

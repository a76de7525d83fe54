"""One sentence for each state, event and reason of a delivery; the admin and the reference print these."""

from collections.abc import Mapping

from newsletter.core.delivery_state import Event, Reason, State

STATES: Mapping[State, str] = {
    State.PENDING: "Planned and waiting for a sender.",
    State.CLAIMED: "A sender has taken it for 90 seconds; the next server has nothing yet.",
    State.MARKED: "Written to the next server, all but the final dot; from here on the answer decides.",
    State.HANDED_OVER: "The next server said yes; this never changes again.",
    State.REFUSED: "The next server would not take it, and said so.",
    State.FAILED: "We stopped trying, and nothing was handed over.",
    State.CANCELLED: "We chose not to hand it over, for the reason beside it.",
    State.UNCERTAIN: "We asked and heard nothing: it may have arrived, so it is not offered again by itself.",
}

EVENTS: Mapping[Event, str] = {
    Event.PLAN: "The planner wrote a delivery for a recipient.",
    Event.CLAIM: "A sender took it, with a lease.",
    Event.MARK: "The gate committed the mark just before the point of no return.",
    Event.ACCEPT: "The next server answered yes.",
    Event.DEFER: "The next server answered later.",
    Event.REFUSE: "The next server answered no.",
    Event.BREAK_OFF: "The connection ended before the final dot, without an answer.",
    Event.RELEASE: "A sender that stops gave its claim back.",
    Event.TAKE_BACK: "The sender that marked it knows that it wrote no dot, and took the mark back.",
    Event.FALL_SILENT: "No answer came after the final dot.",
    Event.LOSE_LEASE: "The lease ended without a word from its sender.",
    Event.LOSE_LAST_CLAIM: "The lease of the fifth claim ended, and no server ever answered.",
    Event.WITHDRAW: "The issue was cancelled, or the reader left, paused, was suppressed or erased.",
    Event.RUN_OUT_OF_TIME: "Its time for trying was over.",
    Event.PROVE: "Evidence showed that it had arrived.",
    Event.SEND_AGAIN: "A rule or a named person asked for one more try of an uncertain delivery.",
    Event.SETTLE: "It was left as it is: it probably arrived.",
    Event.TRY_AGAIN: "A named person asked to try a refused or failed delivery again.",
    Event.RESTORE: "A backup was restored, so nobody knows what has left since.",
}

REASONS: Mapping[Reason, str] = {
    Reason.ISSUE_CANCELLED: "The issue was cancelled.",
    Reason.LEFT: "The reader had left.",
    Reason.SUPPRESSED: "The address must not be mailed.",
    Reason.SUSPENDED: "The address is resting after repeated bounces.",
    Reason.PAUSED: "The reader had paused.",
    Reason.CONSENT_MISSING: "There is no confirmed consent for this newsletter.",
    Reason.ERASED: "The reader asked us to erase their data.",
    Reason.ALREADY_HAD_PART: "The reader already had every part of it by another road.",
    Reason.ALREADY_CONFIRMED: "The reader had already confirmed.",
    Reason.HARD: "The address does not exist.",
    Reason.SOFT: "The mailbox cannot take mail at present.",
    Reason.POLICY: "The next server objects to us as the sender, not to the reader.",
    Reason.UNKNOWN: "The next server refused without saying which kind of refusal it is.",
    Reason.GAVE_UP: "The next server kept saying later until the time for trying was over.",
    Reason.UNCLAIMABLE: "Five senders took it and none could finish.",
    Reason.NO_ANSWER: "The next server did not answer after the final dot.",
    Reason.SENDER_GONE: "The sender ended between the mark and the answer.",
    Reason.RESTORED: "It was open when an older backup was restored.",
}

package care.convoy.simulation;

import care.convoy.alert.AlertState;
import care.convoy.alert.Command;
import care.convoy.alert.Event;

/** Which event may lead from which state to which: the life of an alert, written down a second time. */
final class LegalChange {
    private LegalChange() {}

    /** @param before null before the first event */
    static boolean isLegal(AlertState before, Event.OfAlert event, AlertState after) {
        if (before == null) {
            return event instanceof Event.Raised
                    && (after == AlertState.RECEIVED || after == AlertState.PRE_ALARM || after == AlertState.ON_TEST);
        }
        return switch (event) {
            case Event.Raised _ -> false;
            case Event.Queued _ ->
                isOneOf(before, AlertState.RECEIVED, AlertState.PRE_ALARM, AlertState.QUEUED)
                        && after == AlertState.QUEUED;
            case Event.HeldOnTest _ ->
                isOneOf(before, AlertState.RECEIVED, AlertState.ON_TEST) && after == AlertState.ON_TEST;
            case Event.TestOver _ ->
                isOneOf(before, AlertState.ON_TEST, AlertState.QUEUED) && after == AlertState.QUEUED;
            case Event.Returned _ ->
                isOneOf(before, AlertState.DEFERRED, AlertState.QUEUED) && after == AlertState.QUEUED;
            // what was played is no progress of an exercise that became real
            case Event.Joined joined ->
                after == (joined.attention() && isHeld(before) ? AlertState.QUEUED : before)
                        || (joined.attention() && before.isOwned() && after == AlertState.CLAIMED);
            case Event.Claimed _ -> before.isOwned() ? after == before : before.isOpen() && after.isOwned();
            case Event.TakenOver _ -> before.isOwned() && after == before;
            case Event.LeaseRenewed _ -> before.isOwned() && after == before;
            case Event.Abandoned _ -> before.isOwned() && after == AlertState.QUEUED;
            case Event.Deferred _ -> before.isOwned() && after == AlertState.DEFERRED;
            case Event.Progressed progressed -> isProgress(before, progressed, after);
            // by a merge also while nobody owns it: what was sent for there goes on
            case Event.Summoned _ -> before.isOpen() && after == before;
            case Event.Resolved _ -> before.isOpen() && after == AlertState.RESOLVED;
            case Event.FollowUpOpened _ -> before == AlertState.RESOLVED && after == AlertState.FOLLOW_UP;
            case Event.FollowUpOverdue _ -> before == AlertState.FOLLOW_UP && after == AlertState.FOLLOW_UP;
            case Event.Closed _ ->
                isOneOf(before, AlertState.RESOLVED, AlertState.FOLLOW_UP) && after == AlertState.CLOSED;
            case Event.Reopened _ -> isOneOf(before, AlertState.RESOLVED, AlertState.FOLLOW_UP) && after.isOwned();
            case Event.SceneReported told ->
                after == (told.asksAgain() && isHeld(before) ? AlertState.QUEUED : before)
                        && (before.isOpen() || told.stage() == Command.Scene.HANDED_OVER);
            case Event.CardSent _ -> after == before;
            case Event.NoteAdded _, Event.Intended _, Event.IntentMoved _ -> after == before;
            case Event.Unreadable _, Event.PriorityRaised _, Event.CancelledByWearer _ ->
                before.isOpen() && after == before;
            case Event.Reminded _ -> before.isOpen() && !isHeld(before) && after == before;
            case Event.StepDue _ -> before.isOpen() && after == before;
            case Event.EffectDue _, Event.EffectReported _, Event.NobodyLeft _ -> after == before;
            case Event.Reconciled _ -> before.isOpen() && after == before;
        };
    }

    private static boolean isProgress(AlertState before, Event.Progressed progressed, AlertState after) {
        if (progressed.operator() != null) {
            return before.isOwned() && after == progressed.to() && after.compareTo(before) > 0;
        }
        return before.isOwned() ? after == progressed.to() && after.compareTo(before) > 0 : after == before;
    }

    /** Whether nobody is asked in this state until somebody or something releases it. */
    static boolean isHeld(AlertState state) {
        return isOneOf(state, AlertState.PRE_ALARM, AlertState.ON_TEST, AlertState.DEFERRED);
    }

    private static boolean isOneOf(AlertState state, AlertState... states) {
        for (AlertState each : states) {
            if (each == state) {
                return true;
            }
        }
        return false;
    }
}

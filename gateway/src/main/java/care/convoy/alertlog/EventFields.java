package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.Event;

/** How an {@link Event} looks in a frame: type, then the fields in the order of the record. */
final class EventFields {
    private static final int RAISED = 1;
    private static final int JOINED = 2;
    private static final int PRIORITY_RAISED = 3;
    private static final int QUEUED = 4;
    private static final int CANCELLED_BY_WEARER = 5;
    private static final int CLAIMED = 6;
    private static final int LEASE_RENEWED = 7;
    private static final int ABANDONED = 8;
    private static final int STEP_DUE = 9;
    private static final int NOTE_ADDED = 10;
    private static final int RESOLVED = 11;
    private static final int TEST_HEARD = 12;
    private static final int TASK_OPENED = 13;
    private static final int TASK_CURED = 14;
    private static final int UNREADABLE = 15;
    private static final int REMINDED = 16;
    /** 17 to 31 are of {@link LifeCycleFields}. */
    private static final int DEVICE_ON_TEST = 32;

    private static final int DEVICE_TEST_OVER = 33;

    /** 34 to 36 are of {@link LifeCycleFields}, 37 to 49 are free, 50 and 51 are of {@link IntentFields}. */
    private static final int DEVICE_INTENDED = 52;

    private static final int DEVICE_INTENT_MOVED = 53;

    private static final int LATER = 0;

    private EventFields() {}

    static void write(FrameWriter out, Event event) {
        switch (event) {
            case Event.OfAlert ofAlert -> writeOfAlert(out, ofAlert);
            case Event.TestHeard heard -> {
                out.octet(TEST_HEARD);
                DeviceFields.writeKey(out, heard.key());
                DeviceFields.writeResident(out, heard.resident());
                WireCode.STATUS.write(out, heard.status());
            }
            case Event.TaskOpened opened -> {
                out.octet(TASK_OPENED);
                AlertFields.writeTask(out, opened.task());
            }
            case Event.TaskCured cured -> {
                out.octet(TASK_CURED);
                DeviceFields.writeDevice(out, cured.device());
                WireCode.KIND.write(out, cured.kind());
            }
            case Event.DeviceOnTest onTest -> {
                out.octet(DEVICE_ON_TEST);
                DeviceFields.writeDevice(out, onTest.device());
                AlertFields.writeOperator(out, onTest.operator());
                out.signed(onTest.untilMillis());
            }
            case Event.DeviceTestOver over -> {
                out.octet(DEVICE_TEST_OVER);
                DeviceFields.writeDevice(out, over.device());
                AlertFields.writeOptionalOperator(out, over.operator());
            }
            case Event.DeviceIntended intended -> {
                out.octet(DEVICE_INTENDED);
                IntentFields.writeIntent(out, intended.intent());
            }
            case Event.DeviceIntentMoved moved -> {
                out.octet(DEVICE_INTENT_MOVED);
                out.unsigned(moved.intent());
                DeviceFields.writeDevice(out, moved.device());
                WireCode.INTENT_KIND.write(out, moved.kind());
                WireCode.INTENT_STATE.write(out, moved.to());
            }
        }
    }

    private static void writeOfAlert(FrameWriter out, Event.OfAlert event) {
        int type = typeOf(event);
        if (type == LATER) {
            LifeCycleFields.write(out, event);
            return;
        }
        out.octet(type);
        AlertFields.writeAlert(out, event.alert());
        switch (event) {
            case Event.Raised raised -> {
                DeviceFields.writeKey(out, raised.key());
                DeviceFields.writeAlarm(out, raised.message());
                AlertFields.writeOptionalAlert(out, raised.linked());
            }
            case Event.Joined joined -> {
                DeviceFields.writeKey(out, joined.key());
                DeviceFields.writeAlarm(out, joined.message());
                out.flag(joined.attention());
            }
            case Event.Unreadable unreadable -> {
                DeviceFields.writeKey(out, unreadable.key());
                DeviceFields.writeNames(out, unreadable.members());
            }
            case Event.PriorityRaised raised -> {
                WireCode.PRIORITY.write(out, raised.from());
                WireCode.PRIORITY.write(out, raised.to());
            }
            case Event.Queued _ -> {}
            case Event.CancelledByWearer cancelled -> out.flag(cancelled.inTime());
            case Event.Claimed claimed -> {
                AlertFields.writeOperator(out, claimed.operator());
                out.signed(claimed.leaseUntilMillis());
            }
            case Event.LeaseRenewed renewed -> {
                AlertFields.writeOperator(out, renewed.operator());
                out.signed(renewed.leaseUntilMillis());
            }
            case Event.Abandoned abandoned -> {
                AlertFields.writeOperator(out, abandoned.operator());
                WireCode.WHY.write(out, abandoned.why());
            }
            case Event.StepDue due -> {
                out.signed(due.step());
                out.signed(due.attempt());
            }
            case Event.Reminded reminded -> out.signed(reminded.times());
            case Event.NoteAdded note -> {
                AlertFields.writeOperator(out, note.operator());
                AlertFields.writeSealed(out, note.text());
            }
            case Event.Resolved resolved -> {
                AlertFields.writeOptionalOperator(out, resolved.operator());
                AlertFields.writeDisposition(out, resolved.disposition());
                AlertFields.writeOptionalSealed(out, resolved.note());
            }
            default -> {}
        }
    }

    private static int typeOf(Event.OfAlert event) {
        return switch (event) {
            case Event.Raised _ -> RAISED;
            case Event.Joined _ -> JOINED;
            case Event.Unreadable _ -> UNREADABLE;
            case Event.PriorityRaised _ -> PRIORITY_RAISED;
            case Event.Queued _ -> QUEUED;
            case Event.CancelledByWearer _ -> CANCELLED_BY_WEARER;
            case Event.Claimed _ -> CLAIMED;
            case Event.LeaseRenewed _ -> LEASE_RENEWED;
            case Event.Abandoned _ -> ABANDONED;
            case Event.StepDue _ -> STEP_DUE;
            case Event.Reminded _ -> REMINDED;
            case Event.NoteAdded _ -> NOTE_ADDED;
            case Event.Resolved _ -> RESOLVED;
            default -> LATER;
        };
    }

    static Event read(FrameReader in) throws MalformedFrame {
        int type = in.octet();
        return switch (type) {
            case TEST_HEARD ->
                new Event.TestHeard(DeviceFields.readKey(in), DeviceFields.readResident(in), WireCode.STATUS.read(in));
            case TASK_OPENED -> new Event.TaskOpened(AlertFields.readTask(in));
            case TASK_CURED -> new Event.TaskCured(DeviceFields.readDevice(in), WireCode.KIND.read(in));
            case DEVICE_ON_TEST ->
                new Event.DeviceOnTest(DeviceFields.readDevice(in), AlertFields.readOperator(in), in.signed());
            case DEVICE_TEST_OVER ->
                new Event.DeviceTestOver(DeviceFields.readDevice(in), AlertFields.readOptionalOperator(in));
            case DEVICE_INTENDED -> new Event.DeviceIntended(IntentFields.readIntent(in));
            case DEVICE_INTENT_MOVED ->
                new Event.DeviceIntentMoved(
                        in.unsigned(),
                        DeviceFields.readDevice(in),
                        WireCode.INTENT_KIND.read(in),
                        WireCode.INTENT_STATE.read(in));
            default -> readOfAlert(in, type, AlertFields.readAlert(in));
        };
    }

    static Event.OfAlert readOfAlert(FrameReader in) throws MalformedFrame {
        return readOfAlert(in, in.octet(), AlertFields.readAlert(in));
    }

    private static Event.OfAlert readOfAlert(FrameReader in, int type, AlertId alert) throws MalformedFrame {
        return switch (type) {
            case RAISED ->
                new Event.Raised(
                        alert, DeviceFields.readKey(in), DeviceFields.readAlarm(in), AlertFields.readOptionalAlert(in));
            case JOINED -> new Event.Joined(alert, DeviceFields.readKey(in), DeviceFields.readAlarm(in), in.flag());
            case UNREADABLE -> new Event.Unreadable(alert, DeviceFields.readKey(in), DeviceFields.readNames(in));
            case PRIORITY_RAISED ->
                new Event.PriorityRaised(alert, WireCode.PRIORITY.read(in), WireCode.PRIORITY.read(in));
            case QUEUED -> new Event.Queued(alert);
            case CANCELLED_BY_WEARER -> new Event.CancelledByWearer(alert, in.flag());
            case CLAIMED -> new Event.Claimed(alert, AlertFields.readOperator(in), in.signed());
            case LEASE_RENEWED -> new Event.LeaseRenewed(alert, AlertFields.readOperator(in), in.signed());
            case ABANDONED -> new Event.Abandoned(alert, AlertFields.readOperator(in), WireCode.WHY.read(in));
            case STEP_DUE -> new Event.StepDue(alert, in.signedInt(), in.signedInt());
            case REMINDED -> new Event.Reminded(alert, in.signedInt());
            case NOTE_ADDED -> new Event.NoteAdded(alert, AlertFields.readOperator(in), AlertFields.readSealed(in));
            case RESOLVED ->
                new Event.Resolved(
                        alert,
                        AlertFields.readOptionalOperator(in),
                        AlertFields.readDisposition(in),
                        AlertFields.readOptionalSealed(in));
            default -> LifeCycleFields.read(in, type, alert);
        };
    }
}

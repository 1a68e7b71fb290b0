package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an {@link AlertView} looks in a frame; its time line, which is the events themselves, comes last or not at all. */
final class ViewFields {

    private ViewFields() {}

    /** @param plan the steps that stand elsewhere in the frame; null if none do */
    static void writeView(FrameWriter out, AlertView view, @Nullable List<EscalationStep> plan) {
        AlertFields.writeAlert(out, view.id());
        out.signed(view.version());
        DeviceFields.writeResident(out, view.resident());
        DeviceFields.writeDevice(out, view.device());
        WireCode.KIND.write(out, view.kind());
        WireCode.PRIORITY.write(out, view.priority());
        WireCode.STATE.write(out, view.state());
        WireCode.STATUS.write(out, view.status());
        AlertFields.writeOptionalOperator(out, view.owner());
        out.signed(view.ownedSinceMillis());
        out.signed(view.leaseUntilMillis());
        out.signed(view.receivedAtMillis());
        out.signed(view.deviceTimeMillis());
        out.signed(view.attentionAtMillis());
        out.flag(view.attentionPending());
        out.signed(view.presses());
        out.signed(view.signals());
        out.signed(view.heldUntilMillis());
        WireCode.STATE.write(out, view.progress());
        WireCode.MOVEMENT.write(out, view.cause());
        out.signed(view.abandoned());
        AlertFields.writeOptionalOperator(out, view.abandonedBy());
        DeviceFields.writePosition(out, view.position());
        AlertFields.writeOptionalAlert(out, view.linked());
        AlertFields.writeOptionalDisposition(out, view.disposition());
        StepFields.writeSteps(out, view.steps(), plan);
    }

    static void writeTimeline(FrameWriter out, List<AlertView.TimelineEntry> timeline) {
        out.unsigned(timeline.size());
        for (AlertView.TimelineEntry entry : timeline) {
            out.signed(entry.atMillis());
            EventFields.write(out, entry.event());
        }
    }

    /**
     * Reads in the order of the frame: the arguments of a constructor are evaluated from left to right.
     *
     * @param plan as it was written
     * @param withTimeline whether {@link #writeTimeline} followed {@link #writeView}
     */
    static AlertView readView(FrameReader in, @Nullable List<EscalationStep> plan, boolean withTimeline)
            throws MalformedFrame {
        AlertId id = AlertFields.readAlert(in);
        long version = in.signed();
        ResidentId resident = DeviceFields.readResident(in);
        DeviceId device = DeviceFields.readDevice(in);
        AlertKind kind = WireCode.KIND.read(in);
        Priority priority = WireCode.PRIORITY.read(in);
        AlertState state = WireCode.STATE.read(in);
        AlertStatus status = WireCode.STATUS.read(in);
        OperatorId owner = AlertFields.readOptionalOperator(in);
        long ownedSinceMillis = in.signed();
        long leaseUntilMillis = in.signed();
        long receivedAtMillis = in.signed();
        long deviceTimeMillis = in.signed();
        long attentionAtMillis = in.signed();
        boolean attentionPending = in.flag();
        int presses = in.signedInt();
        return new AlertView(
                id,
                version,
                resident,
                device,
                kind,
                priority,
                state,
                status,
                owner,
                ownedSinceMillis,
                leaseUntilMillis,
                receivedAtMillis,
                deviceTimeMillis,
                attentionAtMillis,
                attentionPending,
                presses,
                in.has(2) ? in.signedInt() : Math.max(1, presses),
                in.has(2) ? in.signed() : 0,
                in.has(2) ? WireCode.STATE.read(in) : AlertState.CLAIMED,
                WireCode.MOVEMENT.read(in),
                in.signedInt(),
                AlertFields.readOptionalOperator(in),
                DeviceFields.readPosition(in),
                AlertFields.readOptionalAlert(in),
                AlertFields.readOptionalDisposition(in),
                StepFields.readSteps(in, plan),
                withTimeline ? readTimeline(in) : List.of());
    }

    private static List<AlertView.TimelineEntry> readTimeline(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<AlertView.TimelineEntry> timeline = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            timeline.add(new AlertView.TimelineEntry(in.signed(), EventFields.readOfAlert(in)));
        }
        return timeline;
    }
}

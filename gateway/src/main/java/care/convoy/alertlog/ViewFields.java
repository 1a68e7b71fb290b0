package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an {@link AlertView} looks in a frame; its time line, which is the events themselves, comes last or not at all. */
final class ViewFields {

    private ViewFields() {}

    static void writeView(FrameWriter out, AlertView view) {
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
        WireCode.MOVEMENT.write(out, view.cause());
        out.signed(view.abandoned());
        AlertFields.writeOptionalOperator(out, view.abandonedBy());
        DeviceFields.writePosition(out, view.position());
        AlertFields.writeOptionalAlert(out, view.linked());
        writeDisposition(out, view.disposition());
        writeSteps(out, view.steps());
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
     * @param withTimeline whether {@link #writeTimeline} followed {@link #writeView}
     */
    static AlertView readView(FrameReader in, boolean withTimeline) throws MalformedFrame {
        AlertId id = AlertFields.readAlert(in);
        long version = in.signed();
        ResidentId resident = DeviceFields.readResident(in);
        DeviceId device = DeviceFields.readDevice(in);
        AlertKind kind = WireCode.KIND.read(in);
        Priority priority = WireCode.PRIORITY.read(in);
        AlertState state = WireCode.STATE.read(in);
        AlertStatus status = WireCode.STATUS.read(in);
        OperatorId owner = AlertFields.readOptionalOperator(in);
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
                in.signed(),
                in.signed(),
                in.signed(),
                in.signed(),
                in.signed(),
                in.flag(),
                in.signedInt(),
                0,
                0,
                AlertState.CLAIMED,
                WireCode.MOVEMENT.read(in),
                in.signedInt(),
                AlertFields.readOptionalOperator(in),
                DeviceFields.readPosition(in),
                AlertFields.readOptionalAlert(in),
                readDisposition(in),
                readSteps(in),
                withTimeline ? readTimeline(in) : List.of());
    }

    private static void writeDisposition(FrameWriter out, @Nullable Disposition disposition) {
        out.flag(disposition != null);
        if (disposition != null) {
            AlertFields.writeDisposition(out, disposition);
        }
    }

    private static @Nullable Disposition readDisposition(FrameReader in) throws MalformedFrame {
        return in.flag() ? AlertFields.readDisposition(in) : null;
    }

    private static List<AlertView.TimelineEntry> readTimeline(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<AlertView.TimelineEntry> timeline = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            timeline.add(new AlertView.TimelineEntry(in.signed(), EventFields.readOfAlert(in)));
        }
        return timeline;
    }

    private static void writeSteps(FrameWriter out, List<AlertView.Step> steps) {
        out.unsigned(steps.size());
        for (AlertView.Step step : steps) {
            out.signed(step.index());
            PlanFields.writeStep(out, step.step());
            out.signed(step.dueAtMillis());
            out.signed(step.doneAtMillis());
            out.flag(step.skipped());
            out.signed(step.attempts());
        }
    }

    private static List<AlertView.Step> readSteps(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<AlertView.Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(new AlertView.Step(
                    in.signedInt(),
                    PlanFields.readStep(in),
                    in.signed(),
                    in.signed(),
                    in.flag(),
                    in.signedInt(),
                    List.of()));
        }
        return steps;
    }
}

package care.convoy.ingest.watch;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.Vitals;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.Taken;
import care.convoy.ingest.watch.DownFrame.Address;
import care.convoy.ingest.watch.WatchCounters.Count;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the provisioned devices of one connection say, and how they are answered (docs/watch.md). Confined to the
 * connection's loop.
 */
final class WatchUplink {
    /** Signals of one device that may wait for the log; more are left to be repeated. */
    static final int MAX_WAITING = 64;

    private final WatchSession session;
    private final WatchParts parts;

    WatchUplink(WatchSession session, WatchParts parts) {
        this.session = session;
        this.parts = parts;
    }

    /** One frame of a device. */
    record Said(RegisteredDevice device, WatchLine line, Address address, long receivedAtMillis) {}

    void take(Said by, WatchMessage message) {
        switch (message) {
            case PositionReport report -> position(by, report);
            case WatchMessage.LinkKeep link -> {
                tell(by, Command.NO_TIME, heartbeat(link.batteryPercent(), Numbers.NONE, link.steps(), false));
                session.send(by.address(), Reply.of(DownWord.LK, ""));
            }
            case WatchMessage.Measured measured -> measured(by, measured.vitals(), measured.answered());
            case WatchMessage.Asked asked -> session.send(by.address(), asked.answered());
            case WatchMessage.Sound sound -> {
                parts.watches().add(Count.MEDIA_DROPPED);
                session.send(by.address(), sound.answered());
            }
            case WatchMessage.Picture _ -> parts.watches().add(Count.MEDIA_DROPPED);
            case WatchMessage.Done done -> done(by, done.word());
            case WatchMessage.Version version ->
                parts.latest().connected(by.device().id(), by.receivedAtMillis(), "", version.text());
            case WatchMessage.Told _ -> parts.watches().add(Count.WORDS_IGNORED);
        }
    }

    /** The watch repeats the word of a command: of the one that was sent first. */
    private void done(Said by, DownWord word) {
        WatchLine.Echo echo = by.line().echoed(word);
        parts.watches().add(echo.awaited() ? Count.COMMANDS_DONE : Count.WORDS_IGNORED);
        if (echo.whole()) {
            parts.services().router().told(by.device().id(), echo.commandId(), Fate.CONFIRMED);
        }
    }

    private void measured(Said by, Vitals vitals, @Nullable Reply answered) {
        if (!vitals.isEmpty()) {
            tell(by, Command.NO_TIME, new DeviceMessage.VitalsMeasured(vitals));
        }
        if (answered != null) {
            session.send(by.address(), answered);
        }
    }

    /** The alarm goes first; what else the frame says must not hold it up. */
    private void position(Said by, PositionReport report) {
        if (report.raises()) {
            raise(by, report);
        }
        long timeMillis = report.fix().timeMillis();
        boolean now = report.kind() != PositionReport.Kind.BUFFERED;
        if (now && !report.raises()) {
            parts.clocks().heard(by.device().id(), timeMillis, by.receivedAtMillis());
        }
        if (now) {
            DeviceMessage heartbeat = heartbeat(
                    report.batteryPercent(),
                    report.signalPercent(),
                    report.steps(),
                    report.status().isStrapOpen());
            tell(by, timeMillis, heartbeat);
        }
        if (report.fix().isReadable()) {
            tell(by, timeMillis, new DeviceMessage.Located(Positions.of(report, by.receivedAtMillis())));
        }
        if (now && report.status().isReadable() && by.device().isServed()) {
            boolean general = report.kind() == PositionReport.Kind.ALARM
                    && !report.status().isAlarm();
            parts.latest()
                    .heard(
                            by.device().id(),
                            by.receivedAtMillis(),
                            report.status().wrong(general),
                            report.status().text());
        }
    }

    private void raise(Said by, PositionReport report) {
        List<Integer> bits = report.status().isAlarm() ? report.status().alarmBits() : List.of(StatusWord.NO_BIT);
        if (by.line().waiting() + bits.size() > MAX_WAITING) {
            parts.counters().reject(Reject.NOT_DURABLE);
            return;
        }
        long timeMillis = parts.clocks().inUtc(by.device().id(), report.fix().timeMillis(), by.receivedAtMillis());
        if (!Stamp.isClockRight(timeMillis, by.receivedAtMillis())) {
            parts.watches().add(Count.CLOCK_WRONG);
        }
        AlarmGroup group = new AlarmGroup(session, parts, by.line(), by.address(), answer(report));
        boolean permitted = false;
        for (int bit : bits) {
            DeviceMessage.Alarm alarm = alarm(bit, report, by.receivedAtMillis());
            parts.counters().message(Kind.of(alarm));
            Stamp stamp = Stamp.ofUnnumbered(bit, timeMillis, by.receivedAtMillis());
            Report signal = new Report(by.device(), stamp, alarm, Positions.missing(report), by.receivedAtMillis());
            switch (parts.services().intake().accept(signal, group)) {
                case WAIT_FOR_ANSWER -> {
                    permitted = true;
                    group.waits();
                }
                case NOT_PERMITTED -> parts.counters().reject(Reject.NOT_PERMITTED);
                case QUEUED, SHED, NO_ROOM -> {
                    permitted = true;
                    group.refused();
                }
            }
        }
        if (!permitted) {
            // of a watch that is blocked: it is not to repeat what nobody takes
            session.send(by.address(), answer(report));
        }
    }

    private static Reply answer(PositionReport report) {
        DownWord word = switch (report.kind()) {
            case ALARM -> DownWord.AL;
            case UPDATE, BUFFERED -> DownWord.UD;
            case WEATHER -> DownWord.WT;
        };
        return Reply.echo(word, report.spelled());
    }

    private static DeviceMessage.Alarm alarm(int bit, PositionReport report, long receivedAtMillis) {
        var position = Positions.ofAlarm(report, receivedAtMillis);
        return switch (bit) {
            case StatusWord.SOS -> new DeviceMessage.SosPressed(1, position);
            case StatusWord.FALL, StatusWord.FALL_OF_SECOND_KIND ->
                new DeviceMessage.FallDetected(DeviceMessage.Movement.UNKNOWN, DeviceMessage.ABSENT, position);
            case StatusWord.REMOVED -> new DeviceMessage.BandRemoved();
            case StatusWord.BATTERY_LOW -> new DeviceMessage.BatteryLow(report.batteryPercent());
            case StatusWord.LEFT_FENCE -> new AlarmRaised(AlarmRaised.Reason.LEFT_FENCE, position);
            case StatusWord.ENTERED_FENCE -> new AlarmRaised(AlarmRaised.Reason.ENTERED_FENCE, position);
            default -> new AlarmRaised(AlarmRaised.Reason.UNSPECIFIED, position);
        };
    }

    private static DeviceMessage heartbeat(int battery, int signal, int steps, boolean strapOpen) {
        DeviceMessage.Worn worn = strapOpen ? DeviceMessage.Worn.OFF : DeviceMessage.Worn.UNKNOWN;
        return new DeviceMessage.Heartbeat(battery, signal, steps, worn);
    }

    private void tell(Said by, long timeMillis, DeviceMessage message) {
        parts.counters().message(Kind.of(message));
        Taken taken =
                parts.services().intake().acceptTelemetry(by.device(), timeMillis, by.receivedAtMillis(), message);
        if (taken == Taken.SHED) {
            parts.counters().reject(Reject.SHED);
        } else if (taken == Taken.NOT_PERMITTED) {
            parts.counters().reject(Reject.NOT_PERMITTED);
        }
    }
}

package care.convoy.dispatch;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.resident.Contact;
import care.convoy.resident.Contact.Capability;
import care.convoy.resident.Contact.Role;
import care.convoy.resident.Resident;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fall, and the people around it. */
final class CardCase {
    static final long NOW = 1_795_000_000_000L;
    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    static final ResidentId WANG = new ResidentId("r1");
    static final AlertId ALERT = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);

    private CardCase() {}

    static CardBuilder.Sources full(AlertStatus status, List<AlertView.TimelineEntry> timeline) {
        return new CardBuilder.Sources(
                alert(status, new Position(28.214, 112.9388, 25, Position.Source.WIFI, true, NOW - 60_000), timeline),
                record(),
                List.of(
                        contact("guardian", Role.GUARDIAN, Capability.SIGN),
                        contact("neighbour", Role.NEIGHBOUR, Capability.KEY)),
                List.of(
                        measured(Measured.Measure.HEART_RATE, "118"),
                        measured(Measured.Measure.SPO2, "89"),
                        measured(Measured.Measure.SYSTOLIC, "168"),
                        measured(Measured.Measure.DIASTOLIC, "95"),
                        measured(Measured.Measure.TEMPERATURE, "36.52"),
                        measured(Measured.Measure.RESPIRATION, "22")),
                new Answers(
                        Answers.Consciousness.CLOUDED,
                        Answers.Breathing.LABOURED,
                        Answers.Bleeding.UNKNOWN,
                        null,
                        "跌倒，髋部疼痛",
                        "liming",
                        NOW),
                TODAY,
                "0731-00000120");
    }

    /** Nobody knows whose device it is. */
    static CardBuilder.Sources unknown() {
        return new CardBuilder.Sources(
                alert(AlertStatus.ACTUAL, null, List.of()),
                null,
                List.of(),
                List.of(),
                Answers.none("liming", NOW),
                TODAY,
                "");
    }

    static AlertView alert(AlertStatus status, @Nullable Position position, List<AlertView.TimelineEntry> timeline) {
        EscalationStep step = new EscalationStep(
                0, Condition.ALWAYS, Action.CALL, 1, List.of("neighbour", "guardian"), List.of(ChannelKind.VOICE));
        List<Reach> reaches = List.of(
                new Reach("neighbour", 0, 1, 1, Reach.State.ACCEPTED, NOW - 20_000, 1, false),
                new Reach("guardian", 0, 1, 1, Reach.State.FAILED, NOW - 10_000, 0, false));
        return new AlertView(
                ALERT,
                7,
                WANG,
                new DeviceId("d1"),
                AlertKind.FALL,
                Priority.P1,
                AlertState.CLAIMED,
                status,
                null,
                0,
                0,
                NOW - 62_000,
                NOW - 63_000,
                0,
                false,
                0,
                1,
                0,
                AlertState.CLAIMED,
                Movement.STILL,
                0,
                null,
                position,
                null,
                null,
                List.of(new AlertView.Step(1, step, NOW - 40_000, NOW - 40_000, false, 1, reaches)),
                timeline);
    }

    static Resident record() {
        return new Resident(
                WANG,
                3,
                "王桂兰",
                Resident.Sex.F,
                LocalDate.of(1948, 11, 24),
                Resident.BirthCalendar.SOLAR,
                "439901001001",
                "岳麓区月华社区3栋2单元502",
                28.2141,
                112.9389,
                "13900001187",
                2,
                List.of("冠心病", "房颤"),
                List.of("华法林"),
                List.of("青霉素"),
                "A+",
                "陈国梁",
                "13600002093",
                "湘江医院",
                "门禁 2580#");
    }

    static Contact contact(String id, Role role, Capability... capabilities) {
        return new Contact(
                WANG,
                id,
                "周秀芬",
                role,
                1,
                "13800008000",
                Set.of(capabilities),
                List.of(ChannelKind.VOICE),
                "",
                "",
                "",
                Contact.Language.ZH);
    }

    static Measured measured(Measured.Measure measure, String value) {
        return new Measured(measure, new BigDecimal(value), Told.by(Agent.Kind.DEVICE, "d1", NOW - 30_000));
    }
}

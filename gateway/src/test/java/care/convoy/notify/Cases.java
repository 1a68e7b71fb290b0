package care.convoy.notify;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alerts that ask one contact, and the people of one resident. */
final class Cases {
    static final ResidentId WANG = new ResidentId("r1");
    static final int STEP = 3;

    private Cases() {}

    static AlertView alert(int number, Priority priority, long receivedAtMillis, Reach.State reached) {
        return alert(number, priority, receivedAtMillis, reached, AlertState.QUEUED, AlertKind.SOS, Action.CALL, "c1");
    }

    static AlertView alert(
            int number,
            Priority priority,
            long receivedAtMillis,
            Reach.State reached,
            AlertState state,
            AlertKind kind,
            Action action,
            String contact) {
        AlertId id = AlertId.of(new SignalKey(new DeviceId("d" + number), 1, 1), 0);
        EscalationStep step = new EscalationStep(
                0,
                Condition.UNCLAIMED,
                action,
                1,
                contact.isEmpty() ? List.of() : List.of(contact),
                List.of(ChannelKind.VOICE, ChannelKind.SMS, ChannelKind.MAIL, ChannelKind.WEBHOOK));
        Reach reach = new Reach(contact, 0, 1, 1, reached, 0, 0b1111, false);
        return new AlertView(
                id,
                1,
                WANG,
                new DeviceId("d" + number),
                kind,
                priority,
                state,
                AlertStatus.ACTUAL,
                null,
                0,
                0,
                receivedAtMillis,
                0,
                0,
                true,
                1,
                1,
                0,
                AlertState.CLAIMED,
                DeviceMessage.Movement.UNKNOWN,
                0,
                null,
                null,
                null,
                null,
                List.of(new AlertView.Step(STEP, step, 0, 1 + number, false, 1, List.of(reach))),
                List.of());
    }

    static Effect effect(AlertView alert, Action action, String contact, ChannelKind channel) {
        return new Effect(new EffectKey(alert.id(), STEP, 1), action, contact, channel);
    }

    static ResidentDirectory directory(Contact... contacts) {
        ResidentDirectory directory = new ResidentDirectory();
        directory.replaceAll(
                List.of(resident("王桂兰", Resident.Sex.F, LocalDate.of(1950, 3, 28))), List.of(contacts), List.of());
        return directory;
    }

    static Resident resident(String name, Resident.Sex sex, @Nullable LocalDate born) {
        return new Resident(
                WANG,
                1,
                name,
                sex,
                born,
                Resident.BirthCalendar.SOLAR,
                "439901001001",
                "望月镇月华社区3栋2单元402",
                Double.NaN,
                Double.NaN,
                "13800000000",
                2,
                List.of("房颤"),
                List.of("华法林"),
                List.of("青霉素"),
                "A+",
                "",
                "",
                "",
                "门禁 1234#");
    }

    static Contact contact(String id, String phone, String hours) {
        return new Contact(
                WANG,
                id,
                "李四",
                Contact.Role.NEIGHBOUR,
                1,
                phone,
                Set.of(Contact.Capability.KEY),
                List.of(ChannelKind.VOICE),
                hours,
                "li@example.org",
                "",
                Contact.Language.ZH);
    }
}

package care.convoy.notify;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is meant by an effect, from the records in memory, so that nobody waits for the database. Thread-safe. */
public final class People {
    private static final ContactHours ALWAYS = ContactHours.of("");

    private final ResidentDirectory residents;
    private final DutyDesks duty;

    public People(ResidentDirectory residents, DutyDesks duty) {
        this.residents = residents;
        this.duty = duty;
    }

    /** Whom to reach, or null if there is no such person any more or no address of this kind. */
    @Nullable
    Recipient find(Effect effect, AlertView alert) {
        if (effect.contact().isEmpty()) {
            String address = duty.address(effect.action(), effect.channel());
            return address.isEmpty() ? null : new Recipient("", "", address, Contact.Language.ZH, ALWAYS);
        }
        Contact contact = contact(alert.resident(), effect.contact());
        if (contact == null) {
            return null;
        }
        String address = address(contact, effect.channel());
        return address.isEmpty()
                ? null
                : new Recipient(
                        contact.id(), contact.name(), address, contact.language(), ContactHours.of(contact.hours()));
    }

    /** The resident's record, or null. */
    public @Nullable Resident resident(AlertView alert) {
        ResidentId id = alert.resident();
        return id == null ? null : residents.find(id);
    }

    /** The people around a resident. */
    public List<Contact> contacts(ResidentId resident) {
        return residents.contactsOf(resident);
    }

    /** The contact of that id, or null. */
    public @Nullable Contact contact(@Nullable ResidentId resident, String id) {
        if (resident == null) {
            return null;
        }
        for (Contact each : residents.contactsOf(resident)) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        return null;
    }

    /** The telephone number of a contact, or of the desk that the action means; "" if there is none. */
    String number(Action action, AlertView alert, String id) {
        if (id.isEmpty()) {
            String messages = duty.address(action, ChannelKind.SMS);
            return messages.isEmpty() ? duty.address(action, ChannelKind.VOICE) : messages;
        }
        Contact contact = contact(alert.resident(), id);
        return contact == null ? "" : contact.phone();
    }

    private static String address(Contact contact, ChannelKind kind) {
        return switch (kind) {
            case VOICE, SMS -> contact.phone();
            case MAIL -> contact.mail();
            case WEBHOOK -> contact.webhook();
            case DISPATCH -> "";
        };
    }
}

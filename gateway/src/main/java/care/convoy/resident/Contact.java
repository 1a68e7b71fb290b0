package care.convoy.resident;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.List;
import java.util.Set;

/**
 * One of the people around a resident.
 *
 * @param id unique within the resident
 * @param ring 1 nearest to 3
 * @param channels in order of preference
 * @param hours when the contact may be reached, as written in the contacts file; empty for always
 * @param mail address of electronic mail; empty if there is none
 * @param webhook https address that takes messages for them, as of a robot in a group chat; empty if there is none
 */
public record Contact(
        ResidentId resident,
        String id,
        String name,
        Role role,
        int ring,
        String phone,
        Set<Capability> capabilities,
        List<ChannelKind> channels,
        String hours,
        String mail,
        String webhook,
        Language language) {
    public Contact {
        capabilities = Set.copyOf(capabilities);
        channels = List.copyOf(channels);
    }

    /** As in the contacts file, in lower case there. POST_A and POST_B are the two official contacts. */
    public enum Role {
        POST_A,
        POST_B,
        GUARDIAN,
        NEIGHBOUR,
        VILLAGE_DOCTOR,
        SOCIAL_WORKER,
        PEER,
        RELATIVE
    }

    /** In which language a contact is written and spoken to. */
    public enum Language {
        ZH,
        EN
    }

    /** What a contact can do. */
    public enum Capability {
        KEY,
        SIGN,
        MEDICAL,
        NEAR
    }

    /** Only the ids: no name, no number. */
    @Override
    public String toString() {
        return "Contact[" + resident + "/" + id + "]";
    }
}

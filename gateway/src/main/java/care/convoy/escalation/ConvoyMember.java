package care.convoy.escalation;

import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.List;
import java.util.Set;

/**
 * One of the people around a resident, as far as a plan needs to know: a reference and what they can do, no name and no
 * number.
 *
 * @param contactId unique within the resident, at most 64 characters
 * @param ring 1 nearest to 3
 * @param postPair whether this is one of the two official contacts
 * @param channels how they are reached, in order of preference; empty if that is not recorded
 */
public record ConvoyMember(
        String contactId, int ring, Set<Capability> capabilities, boolean postPair, List<ChannelKind> channels) {
    /** The longest contact id that a plan carries. */
    public static final int MAX_ID_LENGTH = 64;

    public ConvoyMember {
        if (contactId.isEmpty() || contactId.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("contact id: 1 to " + MAX_ID_LENGTH + " characters");
        }
        capabilities = Set.copyOf(capabilities);
        channels = List.copyOf(channels);
    }

    /** What a person can do for a resident. */
    public enum Capability {
        KEY,
        SIGN,
        MEDICAL,
        NEAR
    }

    boolean can(Capability capability) {
        return capabilities.contains(capability);
    }

    /** Whether a call may reach them; an unknown way is tried. */
    boolean hasVoice() {
        return channels.isEmpty() || channels.contains(ChannelKind.VOICE);
    }
}

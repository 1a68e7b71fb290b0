package care.convoy.firmware;

import java.util.Set;

/**
 * A message with its header. This is the unit that MQTT and CoAP carry as payload, and a frame carries on a stream.
 *
 * @param dropped what could not be read of a call for help that was taken all the same; empty for every other message.
 *     With {@link Member#HEADER} in it, the header's epoch or sequence is 0: take it as a new press
 */
public record NativeMessage(Header header, Message message, Set<Member> dropped) implements Decoded {

    public NativeMessage(Header header, Message message) {
        this(header, message, Set.of());
    }

    public NativeMessage {
        dropped = Set.copyOf(dropped);
    }

    /** Whether parts of it had to be dropped; the alert should say so. */
    public boolean isSalvaged() {
        return !dropped.isEmpty();
    }
}

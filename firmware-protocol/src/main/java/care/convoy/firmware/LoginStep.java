package care.convoy.firmware;

/** What one half of a login does next. */
public sealed interface LoginStep {

    /** Send this message in a frame. */
    final class Send implements LoginStep {

        private final byte[] message;

        Send(byte[] message) {
            this.message = message;
        }

        /** The encoded message, without framing; not copied, do not change it. */
        public byte[] message() {
            return message;
        }
    }

    /** Send {@code close} with this reason, and close the connection. */
    record Refuse(CloseReason reason) implements LoginStep {}

    /** Device side: the gateway has proved itself; from here on {@code received} may be believed. */
    record Open(SessionMessage.Welcome welcome) implements LoginStep {}
}

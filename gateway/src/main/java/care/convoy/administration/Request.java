package care.convoy.administration;

import java.util.Arrays;
import java.util.Map;

/**
 * One administration command.
 *
 * @param command as {@code residents.import}
 * @param arguments options by name
 * @param content the file sent with it, UTF-8; empty if there is none
 */
public record Request(String command, Map<String, String> arguments, Content content) {
    public Request {
        arguments = Map.copyOf(arguments);
    }

    /** An argument that must be there. @throws IllegalArgumentException naming it if it is not */
    public String argument(String name) {
        String value = arguments.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("missing argument '" + name + "'");
        }
        return value;
    }

    /** The bytes of a file sent along; at most 64 MiB. */
    public static final class Content {
        /** Most bytes that a request may carry. */
        public static final int MAX_BYTES = 64 << 20;

        private final byte[] bytes;

        public Content(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        public static Content none() {
            return new Content(new byte[0]);
        }

        public byte[] toBytes() {
            return bytes.clone();
        }

        public int length() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}

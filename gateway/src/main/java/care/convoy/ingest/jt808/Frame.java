package care.convoy.ingest.jt808;

import org.jspecify.annotations.Nullable;

/** A message between its flags, unescaped (JT/T 808 §4.4). Immutable as long as nobody writes into its body. */
final class Frame {
    private final Header header;
    private final @Nullable Split split;
    private final byte[] body;
    private final Wrong wrong;

    /**
     * @param split one part of a longer message, else null
     * @param wrong what is wrong with it; if all is, it is good for nothing but a call for help
     */
    Frame(Header header, @Nullable Split split, byte[] body, Wrong wrong) {
        this.header = header;
        this.split = split;
        this.body = body;
        this.wrong = wrong;
    }

    /**
     * What stands before the body.
     *
     * @param id of the message, 0 to 65535
     * @param form it is answered in the same
     * @param terminal whose it is: digits as sent, leading zeros included, or hexadecimal where they are no digits
     * @param serial 0 to 65535
     * @param encryption 0 for none
     */
    record Header(int id, Form form, String terminal, int serial, int encryption) {}

    /** The two headers. */
    enum Form {
        /** Of 2011 and 2013: 6 bytes of telephone number. */
        SHORT(6),
        /** Of 2019: a version and 10 bytes of telephone number. */
        LONG(10);

        final int terminalBytes;

        Form(int terminalBytes) {
            this.terminalBytes = terminalBytes;
        }
    }

    /** @param part from 1 to total */
    record Split(int total, int part) {}

    /** How much of a frame can be believed. TCP has a check of its own: one that fits is enough. */
    enum Wrong {
        NOTHING,
        /** The check byte, with the right length. */
        CHECK,
        /** The length, with the right check byte. */
        LENGTH,
        BOTH
    }

    int id() {
        return header.id;
    }

    Form form() {
        return header.form;
    }

    String terminal() {
        return header.terminal;
    }

    int serial() {
        return header.serial;
    }

    int encryption() {
        return header.encryption;
    }

    @Nullable
    Split split() {
        return split;
    }

    byte[] body() {
        return body;
    }

    Wrong wrong() {
        return wrong;
    }

    /** The message that this is the last part of. */
    Frame whole(byte[] allOfIt) {
        return new Frame(header, null, allOfIt, wrong);
    }

    /** The same from whom the other one is from, and to be answered like that. */
    Frame addressedAs(Frame other) {
        Header sender = other.header;
        return new Frame(
                new Header(header.id, sender.form, sender.terminal, header.serial, header.encryption),
                split,
                body,
                wrong);
    }

    /** The number that people know, without leading zeros. */
    String number() {
        String terminal = header.terminal;
        int from = 0;
        while (from < terminal.length() - 1 && terminal.charAt(from) == '0') {
            from++;
        }
        return terminal.substring(from);
    }

    boolean isBelievable() {
        return wrong != Wrong.BOTH;
    }
}

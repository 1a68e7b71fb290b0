package care.convoy.sim.device;

import care.convoy.firmware.MessageType;
import care.convoy.firmware.Upward;

/** A confirmed message that waits for {@code received}. Owned by its device's thread. */
public final class Alarm {
    private final Upward message;
    private final long raisedNanos;
    private MessageKey key;
    private byte[] bytes;
    private int attempt;
    private boolean written;
    private boolean answered;
    private boolean called;

    /** @param bytes what is sent, the same in each repeat; not copied */
    public Alarm(MessageKey key, Upward message, long raisedNanos, byte[] bytes) {
        this.key = key;
        this.message = message;
        this.raisedNanos = raisedNanos;
        this.bytes = bytes;
    }

    public MessageKey key() {
        return key;
    }

    public Upward message() {
        return message;
    }

    /** When the wearer did it, in {@link System#nanoTime} units. */
    public long raisedNanos() {
        return raisedNanos;
    }

    public boolean isPress() {
        return message.type() == MessageType.SOS;
    }

    /** Whether a person asks for help: further addresses hear it too, and in the end the device calls by itself. */
    public boolean callsForHelp() {
        return message.type().callsForHelp();
    }

    /** Whether no back-off may hold it up. */
    public boolean isUrgent() {
        return message.type().isAlarm();
    }

    /** Not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of the next repeat, from 1. */
    public int nextAttempt() {
        return ++attempt;
    }

    /** Notes that it was written. @return whether it had been before */
    public boolean markWritten() {
        boolean before = written;
        written = true;
        return before;
    }

    public void markAnswered() {
        answered = true;
    }

    public boolean isAnswered() {
        return answered;
    }

    /** Notes the wearer's own call. @return whether this is the first one */
    public boolean markCalled() {
        boolean first = !called;
        called = true;
        return first;
    }

    void renumber(MessageKey newKey, byte[] newBytes) {
        key = newKey;
        bytes = newBytes;
        written = false;
    }
}

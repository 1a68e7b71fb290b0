package care.convoy.sim.device;

import care.convoy.firmware.MessageType;
import care.convoy.firmware.RepeatPlan;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A device's times (PROTOCOL.md §9.3, §9.4), in nanoseconds, and whether it seals.
 *
 * @param hurry how many times faster than the specification everything goes; 1 but in tests
 * @param sealing whether it offers sealed frames, and speaks to nobody who does not choose them (PROTOCOL.md §12)
 */
public record Manners(int hurry, boolean sealing) {

    /** As the specification says. */
    public static final Manners AS_SPECIFIED = new Manners(1);

    private static final long FIRST_STATE_REPEAT_MILLIS = 5_000;
    private static final long STATE_REPEAT_MILLIS = 15_000;
    private static final long TEST_GIVEN_UP_MILLIS = 60_000;
    private static final long LONGEST_BACKOFF_MILLIS = 300_000;
    private static final int MOST_DOUBLINGS = 9;

    /** Without sealing. */
    public Manners(int hurry) {
        this(hurry, false);
    }

    /** The same with or without sealing. */
    public Manners withSealing(boolean other) {
        return new Manners(hurry, other);
    }

    /** A time of another specification in this device's, in nanoseconds. */
    public long scaled(long millis) {
        return nanos(millis);
    }

    private long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis) / hurry;
    }

    /** How long after it was raised sending number {@code attempt} (0: the first) of a confirmed message is due. */
    public long repeatAfter(MessageType type, int attempt) {
        if (type.callsForHelp() || type == MessageType.TEST) {
            return nanos(RepeatPlan.dueMillis(attempt));
        }
        return attempt == 0 ? 0 : nanos(FIRST_STATE_REPEAT_MILLIS + (attempt - 1) * STATE_REPEAT_MILLIS);
    }

    /** How long an alarm waits before address {@code index} (0: the first) is called as well. */
    long furtherAddressAfter(int index) {
        return nanos(
                switch (index) {
                    case 0 -> 0;
                    case 1 -> RepeatPlan.SECOND_ADDRESS_AFTER_MILLIS;
                    default -> RepeatPlan.THIRD_ADDRESS_AFTER_MILLIS;
                });
    }

    /** How long an alarm waits before the device calls by itself. */
    public long ownCallAfter() {
        return nanos(RepeatPlan.OWN_CALL_AFTER_MILLIS);
    }

    /** After so long without an answer a test press has failed. */
    long testGivenUpAfter() {
        return nanos(TEST_GIVEN_UP_MILLIS);
    }

    /** Pause after all addresses were tried in vain while an alarm waits. */
    public long urgentPause(RandomGenerator chance) {
        return halfToWhole(nanos(1_000), chance);
    }

    /** Pause before reconnecting without an alarm. @param failures in a row, from 0 */
    public long backoff(int failures, RandomGenerator chance) {
        long whole = Math.min(1_000L << Math.min(failures, MOST_DOUBLINGS), LONGEST_BACKOFF_MILLIS);
        return halfToWhole(nanos(whole), chance);
    }

    /** Pause after the gateway does not know the device, or one of both failed to prove itself. */
    long strangerPause() {
        return nanos(LONGEST_BACKOFF_MILLIS);
    }

    /** Pause after GOING_AWAY. */
    long goingAwayPause(RandomGenerator chance) {
        return chance.nextLong(nanos(5_000) + 1);
    }

    /** Pause that a gateway asked for. */
    long asked(int seconds) {
        return nanos(seconds * 1_000L);
    }

    int connectTimeoutMillis() {
        return 5_000;
    }

    /** Without an {@code ack} for so long the device reconnects. */
    long ackDeadline() {
        return nanos(20_000);
    }

    long heartbeatEvery(int seconds) {
        return nanos(seconds * 1_000L);
    }

    long sweepEvery() {
        return nanos(1_000);
    }

    private static long halfToWhole(long whole, RandomGenerator chance) {
        return whole / 2 + chance.nextLong(whole / 2 + 1);
    }
}

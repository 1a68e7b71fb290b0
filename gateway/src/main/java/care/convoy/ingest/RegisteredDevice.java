package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provisioned device with its credential. Immutable.
 *
 * @param secret the native device key (32 bytes), the MQTT password (UTF-8) or the PSK; empty for protocols without one
 * @param residents whom it serves: none for a device in stock, several for a household's call box, whose first is named
 *     first on the alert
 * @param admission whether it is served, and who decided that
 * @param rotation the secret before this one, also when its time is over; null if it was never replaced
 */
public record RegisteredDevice(
        DeviceId id,
        Protocol protocol,
        Secret secret,
        String model,
        List<ResidentId> residents,
        Admission admission,
        @Nullable Rotation rotation) {
    public RegisteredDevice {
        residents = List.copyOf(residents);
    }

    /** One that is served and whose secret was never replaced. */
    public RegisteredDevice(DeviceId id, Protocol protocol, Secret secret, String model, List<ResidentId> residents) {
        this(id, protocol, secret, model, residents, Admission.SERVED, null);
    }

    /** How a device speaks; the name in the devices file in lower case. */
    public enum Protocol {
        NATIVE,
        MQTT,
        COAP,
        WATCH,
        JT808;

        /** The one of that name in the devices file, as {@code mqtt}; null if there is none. */
        public static @Nullable Protocol named(String wireName) {
            for (Protocol each : values()) {
                if (each.wireName().equals(wireName)) {
                    return each;
                }
            }
            return null;
        }

        /** The name in the devices file and in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is taken from a device. */
    public enum State {
        /** Everything. */
        SERVED,
        /** Calls for help only, until somebody serves it again. */
        BLOCKED,
        /** Likewise; it is out of use and kept for the history. */
        CLOSED
    }

    /**
     * That a device is served or not.
     *
     * @param reason in the words of who decided, up to 200 characters; empty if nothing was said
     * @param by login of who decided; empty if nobody ever did
     * @param sinceMillis epoch milliseconds; 0 if nobody ever decided
     */
    public record Admission(State state, String reason, String by, long sinceMillis) {
        /** As every device begins. */
        public static final Admission SERVED = new Admission(State.SERVED, "", "", 0);
    }

    /**
     * The secret before the present one.
     *
     * @param sinceMillis when it was replaced, epoch milliseconds
     * @param untilMillis until when it is still good, epoch milliseconds
     * @param endsWithUse whether it ends already when the present one is used for the first time
     * @param usedMillis when the present one was used for the first time, as far as is known; 0 if it was not
     */
    public record Rotation(Secret former, long sinceMillis, long untilMillis, boolean endsWithUse, long usedMillis) {
        /** Whether the former secret is still good. */
        public boolean lastsAt(long nowMillis) {
            return nowMillis < untilMillis && !(endsWithUse && usedMillis != 0);
        }
    }

    /** With which of its secrets a device proved who it is. */
    public enum Proof {
        /** With none. */
        NONE,
        PRESENT,
        /** With the one before, during the overlap. */
        FORMER
    }

    /** Whether more than calls for help is taken from it. */
    public boolean isServed() {
        return admission.state() == State.SERVED;
    }

    /** The secrets that are good now, the present one first. */
    public List<Secret> secretsAt(long nowMillis) {
        List<Secret> good = new ArrayList<>(2);
        good.add(secret);
        if (rotation != null && rotation.lastsAt(nowMillis)) {
            good.add(rotation.former());
        }
        return good;
    }

    /** Compares a password with each secret that is good now, in constant time. */
    public Proof proofBy(byte[] presented, long nowMillis) {
        boolean present = secret.matches(presented);
        boolean former = rotation != null && rotation.former().matches(presented) && rotation.lastsAt(nowMillis);
        return present ? Proof.PRESENT : former ? Proof.FORMER : Proof.NONE;
    }

    /** The same device, served or not. */
    public RegisteredDevice admitted(Admission now) {
        return new RegisteredDevice(id, protocol, secret, model, residents, now, rotation);
    }

    /** The same device with other secrets. */
    public RegisteredDevice rotated(Secret present, @Nullable Rotation from) {
        return new RegisteredDevice(id, protocol, present, model, residents, admission, from);
    }

    /** Whether a connection that was opened before may go on: it proved what still holds. */
    boolean keepsConnectionOf(RegisteredDevice before) {
        boolean sameSecrets = secret.equals(before.secret)
                || (rotation != null && rotation.former().equals(before.secret));
        return protocol == before.protocol && admission.state() == before.admission.state() && sameSecrets;
    }
}

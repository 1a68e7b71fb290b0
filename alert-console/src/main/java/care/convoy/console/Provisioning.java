package care.convoy.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The devices as an engineer sees and changes them. May block: called on virtual threads. Reading is from memory; a change
 * throws {@link RecordsUnavailable} if it cannot be kept now, and nothing changed then. What a change says holds on this
 * gateway when it returns, and on others of the same database within some seconds.
 */
public interface Provisioning {
    /** A part of the devices, by id. */
    Page list(Query query);

    /** One device; empty if it is not known. */
    Optional<Device> find(String id);

    /** Adds a device; one that was in quarantine is no longer. */
    Outcome create(NewDevice device);

    /** Changes what is given. */
    Outcome change(String id, Change change);

    /** Gives it a new secret. */
    Outcome rotate(String id, Rotate rotate);

    /** Serves it, blocks it, or takes it out of use. A connection that is open ends. */
    Outcome admit(String id, Admit admit);

    /** Takes an id out of the quarantine, until it is heard again. */
    void forget(String protocol, String id);

    /** Where and how the device is to connect; empty if it is not known. */
    Optional<Way> way(String id);

    /**
     * Residents to choose from.
     *
     * @param words an id, a name or an address, or a part of one
     * @param visible whether a region's residents may be seen
     */
    List<AlertRow.Brief> residents(String words, Predicate<String> visible, int limit);

    /** What is taken from a device. */
    enum State {
        SERVED,
        /** Calls for help only. */
        BLOCKED,
        /** Out of use; likewise. */
        CLOSED
    }

    /**
     * Which devices.
     *
     * @param words part of an id, a model, a resident's id or name; empty for all
     * @param protocol as in the devices file, null for all
     * @param state null for all but the closed
     * @param assigned whether somebody is registered for it, null for both
     * @param after the last id of the page before; empty for the first
     * @param visible whether a region's devices may be seen
     */
    record Query(
            String words,
            @Nullable String protocol,
            @Nullable State state,
            @Nullable Boolean assigned,
            String after,
            int limit,
            Predicate<String> visible) {}

    /** A page. @param total of all pages @param next the id to go on after, null on the last */
    record Page(List<Device> devices, int total, @Nullable String next) {
        public Page {
            devices = List.copyOf(devices);
        }
    }

    /**
     * One device.
     *
     * @param protocol as in the devices file
     * @param regionCode of its first resident; empty is visible in every scope
     * @param reason why it is blocked or closed; empty if nothing was said
     * @param by who decided that last; null if nobody ever did
     * @param hasSecret whether its protocol knows a secret and it has one
     * @param replaced null if its secret was never replaced
     * @param connected to this gateway, now
     * @param address network address of its last connection; empty if not known
     * @param firmware in its own words; empty if it never said
     */
    record Device(
            String id,
            String protocol,
            String model,
            String regionCode,
            List<AlertRow.Brief> residents,
            State state,
            String reason,
            @Nullable Operator by,
            @Nullable Instant since,
            boolean hasSecret,
            @Nullable Replaced replaced,
            boolean connected,
            @Nullable Instant lastSeenAt,
            @Nullable Integer batteryPercent,
            String address,
            String firmware) {
        public Device {
            residents = List.copyOf(residents);
        }
    }

    /**
     * That the secret was replaced.
     *
     * @param until until when the former one is good, too; may be over
     * @param endsWithUse whether it ends when the new one is used
     * @param usedAt when the new one was used first, null if it was not, as far as is known
     * @param formerIsGood whether it still is, now
     */
    record Replaced(
            Instant at,
            Instant until,
            boolean endsWithUse,
            @Nullable Instant usedAt,
            boolean formerIsGood) {}

    /**
     * A device to add.
     *
     * @param secret as in the devices file; null to have one drawn
     * @param visible where its residents may live
     */
    record NewDevice(
            String id,
            String protocol,
            @Nullable String secret,
            String model,
            List<String> residents,
            Predicate<String> visible) {
        public NewDevice {
            residents = List.copyOf(residents);
        }

        @Override
        public String toString() {
            return "NewDevice[" + id + "]";
        }
    }

    /** What to change; null stays. */
    record Change(@Nullable String model, @Nullable List<String> residents, Predicate<String> visible) {}

    /**
     * A new secret.
     *
     * @param secret as in the devices file; null to have one drawn
     * @param overlap how long the former one is good, too
     * @param endsWithUse whether that ends when the new one is used
     */
    record Rotate(@Nullable String secret, Duration overlap, boolean endsWithUse) {
        @Override
        public String toString() {
            return "Rotate[" + overlap + "]";
        }
    }

    /** Whether it is served. @param user login of who decides */
    record Admit(State state, String reason, String user) {}

    /** What came of a change. */
    sealed interface Outcome {
        /** Done. @param secret drawn just now, to be shown once; null if none was */
        record Done(Device device, @Nullable String secret) implements Outcome {
            @Override
            public String toString() {
                return "Done[" + device.id() + "]";
            }
        }

        /** Nothing was changed. @param detail an id or what to mend; empty if there is nothing to add */
        record Refused(Why why, String detail) implements Outcome {}
    }

    /** Why nothing was changed. */
    enum Why {
        UNKNOWN_DEVICE,
        EXISTS,
        UNKNOWN_RESIDENT,
        UNFIT_SECRET,
        /** Its protocol knows no secret. */
        NO_SECRET,
        /** It was replaced a moment ago: perhaps this is the same wish twice. */
        JUST_REPLACED
    }

    /**
     * How to connect.
     *
     * @param doors none if this gateway does not listen for the protocol
     */
    record Way(Device device, List<Door> doors) {
        public Way {
            doors = List.copyOf(doors);
        }
    }

    /**
     * An address that is listened on.
     *
     * @param host as configured; empty for every address of the machine
     * @param onlyHere whether only this machine can reach it
     * @param certificates whether a device must show a certificate
     */
    record Door(String host, int port, boolean tls, boolean onlyHere, Certificates certificates) {}

    /** Whether a device shows a certificate. */
    enum Certificates {
        NONE,
        OPTIONAL,
        REQUIRED
    }
}

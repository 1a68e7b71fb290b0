package care.convoy.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert as the queue shows it; immutable. Names are in full here: the console masks them on their way out.
 *
 * @param version moves by one with each event of the alert
 * @param kind wire name: sos, fall, vitals, silence ...
 * @param attentionAt from when the answer time counts
 * @param attentionPending nobody has acknowledged the last call for attention
 * @param signals how many signals asked for attention, presses and others
 * @param progress how far help has come, {@link State#CLAIMED} or later
 * @param held null unless it waits for a time: put off, on test, or in follow-up
 * @param owner who holds it, null while it waits
 * @param abandoned null if it never lost an owner
 * @param nextStep null if no step is pending
 * @param movement of the last fall, null without one
 * @param batteryPercent null if never told
 * @param linked the resident's former alert that this one follows, or null
 * @param resident null for a device that nobody is registered for
 * @param household others who are registered at the same device; any of them may have called
 * @param deviceState whether its device is blocked or out of use; it may still call
 */
public record AlertRow(
        String id,
        long version,
        String deviceId,
        String kind,
        Priority priority,
        State state,
        Status status,
        Durability durability,
        Instant receivedAt,
        Instant attentionAt,
        boolean attentionPending,
        int presses,
        int signals,
        State progress,
        @Nullable Held held,
        @Nullable Ownership owner,
        @Nullable Abandonment abandoned,
        @Nullable NextStep nextStep,
        @Nullable Movement movement,
        @Nullable Integer batteryPercent,
        @Nullable String linked,
        @Nullable Brief resident,
        List<Brief> household,
        Provisioning.State deviceState) {
    public AlertRow {
        household = List.copyOf(household);
    }

    /** How urgent. */
    public enum Priority {
        P1,
        P2,
        P3
    }

    /** The life of an alert; open means before {@link #RESOLVED}. */
    public enum State {
        RECEIVED,
        PRE_ALARM,
        /** Its device is being tried out: listed, silent. */
        ON_TEST,
        QUEUED,
        /** Put off for a while; comes back by itself. */
        DEFERRED,
        CLAIMED,
        CONTACTING,
        RESPONDING,
        DISPATCHED,
        ON_SCENE,
        HANDED_OVER,
        RESOLVED,
        FOLLOW_UP,
        CLOSED;

        /** Whether it still needs somebody. */
        public boolean isOpen() {
            return compareTo(RESOLVED) < 0;
        }

        /** Whether it waits for a time and calls nobody meanwhile. */
        public boolean isHeld() {
            return this == ON_TEST || this == DEFERRED;
        }
    }

    /** Real or not; an exercise or a test never dispatches. */
    public enum Status {
        ACTUAL("Actual"),
        EXERCISE("Exercise"),
        TEST("Test");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /** The name in JSON. */
        public String wireName() {
            return wireName;
        }
    }

    /** Where it is safe. */
    public enum Durability {
        COMMITTED,
        /** Only in this gateway's emergency journal. */
        LOCAL
    }

    /** After a fall. */
    public enum Movement {
        MOVING,
        STILL
    }

    /** Who holds an alert. */
    public record Ownership(Operator operator, Instant since, Instant leaseUntil) {}

    /** That it lost its owner. @param times how often @param by who lost it last */
    public record Abandonment(int times, Operator by, Instant at) {}

    /**
     * That it waits for a time.
     *
     * @param until when it comes back, rings, or when a visit is due
     * @param reason of a deferral, as in the contract ({@code DeferralReason}); null for others
     * @param by who put it off, null for others
     */
    public record Held(
            Instant until,
            @Nullable String reason,
            @Nullable Operator by) {}

    /** What happens next by itself. @param action as in the contract, {@code StepAction} */
    public record NextStep(Instant at, String action) {}

    /**
     * Who it is about. Empty text means not recorded.
     *
     * @param sex F or M, null if not recorded
     * @param age in years, null if not recorded
     * @param place short address: estate, building, door
     * @param regionCode 12-digit administrative code; empty is visible in every scope, so that no alarm stays unseen
     * @param careGrade 1 to 4, 0 if not assessed
     */
    public record Brief(
            String id,
            String name,
            @Nullable String sex,
            @Nullable Integer age,
            boolean livesAlone,
            String place,
            String regionCode,
            int careGrade) {
        /** Only the id: no name or place, wherever it may be printed. */
        @Override
        public String toString() {
            return "Brief[" + id + "]";
        }
    }

    /** Whether it may be this resident's: who wears the device, or one of those who share it. */
    public boolean concerns(String residentId) {
        return (resident != null && resident.id().equals(residentId))
                || household.stream().anyMatch(other -> other.id().equals(residentId));
    }

    /** The region code, empty for an unknown device. */
    public String regionCode() {
        return resident == null ? "" : resident.regionCode();
    }
}

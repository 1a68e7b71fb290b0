package care.convoy.alert;

import org.jspecify.annotations.Nullable;

/** Who holds an alert, until when, and who has lost it. */
final class Ownership {
    static final long LEASE_MILLIS = 120_000;

    private @Nullable OperatorId owner;
    private long sinceMillis;
    private long leaseUntilMillis;
    private int abandoned;
    private @Nullable OperatorId abandonedBy;

    Ownership() {}

    Ownership(AlertView view) {
        owner = view.owner();
        sinceMillis = view.ownedSinceMillis();
        leaseUntilMillis = view.leaseUntilMillis();
        abandoned = view.abandoned();
        abandonedBy = view.abandonedBy();
    }

    void take(OperatorId operator, long nowMillis) {
        owner = operator;
        sinceMillis = nowMillis;
        renew(nowMillis);
    }

    void renew(long nowMillis) {
        leaseUntilMillis = nowMillis + LEASE_MILLIS;
    }

    /** @return who has lost it */
    OperatorId lose() {
        OperatorId loser = owner;
        if (loser == null) {
            throw new IllegalStateException("an alert without owner cannot lose one");
        }
        abandonedBy = loser;
        abandoned++;
        putDown();
        return loser;
    }

    /** It waits without owner, as its owner wanted; nobody has left it. */
    void putDown() {
        owner = null;
        sinceMillis = 0;
        leaseUntilMillis = 0;
    }

    boolean is(OperatorId operator) {
        return operator.equals(owner);
    }

    @Nullable
    OperatorId owner() {
        return owner;
    }

    long sinceMillis() {
        return sinceMillis;
    }

    /** {@code Long.MAX_VALUE} while nobody owns it. */
    long lapsesAtMillis() {
        return owner == null ? Long.MAX_VALUE : leaseUntilMillis;
    }

    long leaseUntilMillis() {
        return leaseUntilMillis;
    }

    int abandoned() {
        return abandoned;
    }

    @Nullable
    OperatorId abandonedBy() {
        return abandonedBy;
    }
}

package care.convoy.sim.device;

import java.util.UUID;

/** Told what devices do and meet. Called on the devices' threads, several at once; must not block. */
public interface DeviceEvents {

    /** Why an ordinary message was not answered, or not even sent. */
    enum Drop {
        /** No session, or more unanswered messages than a device keeps: it was never sent. */
        WITHHELD,
        /** Sent, and the connection ended before the answer. */
        CONNECTION_LOST,
        /** The gateway said {@code rejected}. */
        REFUSED,
        /** Sent as often as the protocol has it, and never answered. */
        UNANSWERED
    }

    /** A login succeeded. */
    void online(Device device);

    /** A connection ended or could not be made. @param reason a name out of PROTOCOL.md §10, or what the network said */
    void offline(Device device, String reason);

    /** An ordinary message was written. */
    void reportSent(Device device, long dueNanos);

    /** An ordinary message was written again, because no answer came. */
    void reportRepeated(Device device);

    /** An ordinary message was acknowledged. @param nowNanos when */
    void reportAnswered(Device device, long dueNanos, long nowNanos);

    /** Ordinary messages were dropped. */
    void reportsDropped(Device device, Drop why, int count);

    /** A confirmed message exists from now on, sent or not. */
    void raised(Device device, Alarm alarm);

    /** A confirmed message was written. @param repeat not for the first time */
    void sent(Device device, Alarm alarm, boolean repeat);

    /** The device had to take a new epoch, and gave a waiting message a new number (PROTOCOL.md §8.4). */
    void renumbered(Device device, MessageKey former, Alarm alarm);

    /** The gateway made it durable. @param nowNanos when {@code received} was read */
    void received(Device device, Alarm alarm, Receipt receipt, long nowNanos);

    /** The wearer's own call: 30 s without {@code received}. */
    void ownCall(Device device, Alarm alarm);

    /** Something came down that does not follow the protocol. */
    void oddity(Device device, String what);

    /**
     * What {@code received} said.
     *
     * @param alertId all zero: the message made no alert
     * @param local on the gateway's own disk only, until the alert log is back
     */
    record Receipt(UUID alertId, boolean local) {}
}

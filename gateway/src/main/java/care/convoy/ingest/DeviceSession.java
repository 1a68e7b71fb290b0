package care.convoy.ingest;

/** A logged-in connection of a device, as the {@link DownlinkRouter} knows it. All methods may be called on any thread. */
public interface DeviceSession {
    /** Sends it down, in the order of the calls; overload and a closing connection drop it, counted. */
    void deliver(Downlink downlink);

    /** The same, for a session that keeps what cannot be sent at once. @param validMillis how long it may be kept */
    default void deliver(Downlink downlink, long validMillis) {
        deliver(downlink);
    }

    /** Whether the device can be told to call the centre, by its protocol and by this gateway's settings. */
    default boolean callsBack() {
        return false;
    }

    /** Whether what is delivered goes out now; not of a session that outlives its connection. */
    default boolean isReachable() {
        return true;
    }

    /** The same device logged in on another connection: this one ends, with that reason where the protocol has one. */
    void supersede();

    /**
     * What the device proved at login holds no more, as when it was blocked: the connection ends, and it may log in anew.
     */
    default void dismiss() {
        supersede();
    }

    /** Whether the device is connected now; a session may outlive its connection. */
    default boolean isConnected() {
        return true;
    }
}

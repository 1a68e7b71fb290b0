package care.convoy.ingest;

/** A logged-in connection of a device, as the {@link DownlinkRouter} knows it. Its methods may be called on any thread. */
public interface DeviceSession {
    /** Sends it down, in the order of the calls; overload and a closing connection drop it, counted. */
    void deliver(Downlink downlink);

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

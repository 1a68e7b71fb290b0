package care.convoy.ingest;

/** A logged-in connection of a device, as the {@link DownlinkRouter} knows it. Both methods may be called on any thread. */
public interface DeviceSession {
    /** Sends it down, in the order of the calls; overload and a closing connection drop it, counted. */
    void deliver(Downlink downlink);

    /** The same device logged in on another connection: this one ends, with that reason where the protocol has one. */
    void supersede();
}

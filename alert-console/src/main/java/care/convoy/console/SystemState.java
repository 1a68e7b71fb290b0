package care.convoy.console;

/** How the system is. Thread-safe; answers from memory and never blocks: called on the event loop each second. */
public interface SystemState {
    /** Now. */
    Snapshot now();

    /**
     * How it is.
     *
     * @param version of the running programme
     * @param demo fictional residents only
     * @param degraded alarms are kept in the emergency journal
     * @param devicesOnline devices with a session, -1 if unknown
     */
    record Snapshot(String version, boolean demo, Log log, Database database, boolean degraded, int devicesOnline) {}

    /** The alert log. @param copies that are up to date; 1 means: if this machine dies no alarm is taken */
    record Log(LogHealth health, int copies, int members) {}

    /** Whether the log takes commands. */
    enum LogHealth {
        STARTING,
        READY,
        NO_QUORUM,
        STOPPED
    }

    /** Whether the records can be read. */
    enum Database {
        UP,
        DOWN,
        /** Runs without one. */
        OFF
    }
}

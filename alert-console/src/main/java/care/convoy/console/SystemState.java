package care.convoy.console;

import java.util.List;

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
     * @param notices what an engineer should look at, worst first
     */
    record Snapshot(
            String version,
            boolean demo,
            Log log,
            Database database,
            boolean degraded,
            int devicesOnline,
            List<Notice> notices) {
        public Snapshot {
            notices = List.copyOf(notices);
        }

        /** With nothing to notice. */
        public Snapshot(String version, boolean demo, Log log, Database database, boolean degraded, int devicesOnline) {
            this(version, demo, log, database, degraded, devicesOnline, List.of());
        }
    }

    /** What an engineer should look at; alarms are taken all the same. */
    enum Notice {
        /** Too little room for the log: what is no alarm is refused. */
        DISK_FULL,
        DISK_LOW,
        /** A member of the log is away: one more and no alarm can be made durable. */
        MEMBER_AWAY,
        /** The certificate of the TLS ports runs out within two weeks, or has. */
        CERTIFICATE_EXPIRES,
        /** A new certificate is not taken as it is; the one before stays in use. */
        CERTIFICATE_REFUSED
    }

    /** The alert log. @param copies that are up to date; 1 means: if this machine dies no alarm is taken */
    record Log(LogHealth health, int copies, int members) {}

    /** Whether the log takes commands. */
    enum LogHealth {
        STARTING,
        READY,
        NO_QUORUM,
        /** It does not answer: what is taken is safe in this gateway's emergency journal only. */
        DEGRADED,
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

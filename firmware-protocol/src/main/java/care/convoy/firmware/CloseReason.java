package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** Why a connection ends (PROTOCOL.md §10). */
public enum CloseReason {
    NORMAL(1),
    /** The gateway stops; another one may be up. */
    GOING_AWAY(2),
    /** The same device logged in on another connection. */
    TAKEN_OVER(3),
    /** No frame within the idle limit. */
    IDLE(4),
    /** Login was not finished in time. */
    LOGIN_DEADLINE(5),
    UNKNOWN_DEVICE(6),
    WRONG_PROOF(7),
    /** No common version of the protocol. */
    VERSION(8),
    /** Not this protocol, or the frame boundary is lost. */
    FRAMING(9),
    /** Too many frames with wrong checksum or content. */
    TOO_MANY_FAULTS(10),
    /** A message that this state of the connection does not allow. */
    OUT_OF_ORDER(11),
    OVERLOADED(12),
    /** A frame was begun and not finished in time. */
    FRAME_DEADLINE(13),
    /** One side insists on sealed frames and the other did not offer or choose them. */
    SEALING(14),
    /** Device: the wearer switched it off. */
    POWER_OFF(32),
    /** Device: its battery ends. */
    BATTERY_EMPTY(33),
    /** Device: the gateway's proof was wrong. */
    SERVER_NOT_TRUSTED(34);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable CloseReason of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}

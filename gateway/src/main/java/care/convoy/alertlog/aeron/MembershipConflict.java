package care.convoy.alertlog.aeron;

import java.io.IOException;

/** This node must not take part in the log as it was told to; one line saying why, and the mend. */
public final class MembershipConflict extends IOException {
    private static final long serialVersionUID = 1;

    public MembershipConflict(String message) {
        super(message);
    }
}

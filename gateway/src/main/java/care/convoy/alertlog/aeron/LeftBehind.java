package care.convoy.alertlog.aeron;

import java.io.IOException;

/** This member was away for longer than the log of the others reaches back: by itself it can never catch up. */
final class LeftBehind extends IOException {
    private static final long serialVersionUID = 1;

    LeftBehind(long endsAt, long othersBeginAt) {
        super("this member's alert log ends at position " + endsAt + ", and the others keep theirs from "
                + othersBeginAt + " on");
    }
}

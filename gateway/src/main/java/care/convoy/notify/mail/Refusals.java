package care.convoy.notify.mail;

import care.convoy.notify.Told;
import io.vertx.ext.mail.SMTPException;

/** What a mail server's no is about (RFC 5321 §4.2). */
final class Refusals {
    private static final int NOT_AVAILABLE = 421;
    private static final int NO_ROOM = 452;
    private static final int NOT_UNDERSTOOD = 500;
    private static final int LAST_NOT_UNDERSTOOD = 504;

    private Refusals() {}

    /** To what the server said no. */
    enum Stage {
        /** Greeting, encryption or login: to all of us. */
        SESSION,
        /** Our own address. */
        SENDER,
        /** The recipient, or the mail. */
        MAIL
    }

    /** The client tells it only in words. */
    static Stage stage(SMTPException refused) {
        String words = String.valueOf(refused.getMessage());
        if (words.startsWith("sender address")) {
            return Stage.SENDER;
        }
        boolean ofMail = words.startsWith("recipient address")
                || words.startsWith("DATA command")
                || words.startsWith("sending data");
        return ofMail ? Stage.MAIL : Stage.SESSION;
    }

    static Told meaning(SMTPException refused) {
        int code = refused.getReplyCode();
        Stage stage = stage(refused);
        if (stage == Stage.SESSION || code == NOT_AVAILABLE) {
            return Told.DOWN;
        }
        if (code == NO_ROOM) {
            return isMailbox(refused) ? Told.FAILED : Told.THROTTLED;
        }
        if (code / 100 == 4 || (code >= NOT_UNDERSTOOD && code <= LAST_NOT_UNDERSTOOD)) {
            return Told.FAILED;
        }
        return stage == Stage.SENDER ? Told.DOWN : Told.UNREACHABLE;
    }

    /** Whether it is one mailbox that has no room (RFC 3463 §3.3), and not the server. */
    private static boolean isMailbox(SMTPException refused) {
        return !refused.getReplyMessages().isEmpty()
                && refused.getReplyMessages().getFirst().startsWith("452 4.2.");
    }
}

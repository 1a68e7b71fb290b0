package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.device.Sealed;

/** A note is sealed for its alert; when the log names the alert otherwise, it is sealed anew. Any thread, never blocks. */
@FunctionalInterface
public interface NoteTransfer {
    /** The same words, sealed for the other alert. */
    Sealed transfer(Sealed text, AlertId from, AlertId to);
}

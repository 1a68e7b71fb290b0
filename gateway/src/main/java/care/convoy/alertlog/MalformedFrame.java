package care.convoy.alertlog;

/** Bytes that are not a frame of ours: cut off, of an unknown version or type, or with a value that cannot be. */
public final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1;

    MalformedFrame(String reason) {
        super(reason, null, false, false);
    }
}

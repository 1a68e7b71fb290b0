package care.convoy.tls;

/** Certificate and key cannot be used. The message is one line that names the file, what is wrong and the mend. */
public final class TlsRefused extends Exception {
    private static final long serialVersionUID = 1;

    TlsRefused(String message) {
        super(message, null, false, false);
    }
}

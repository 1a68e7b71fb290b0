package care.convoy.settings;

/** A file that cannot be used; the message is one line saying where, what and how to mend it. */
public final class SettingsRefused extends Exception {
    private static final long serialVersionUID = 1;

    public SettingsRefused(String message) {
        super(message, null, false, false);
    }
}

package care.convoy.app;

/** Something the person who started us can mend: one line saying what and how; exit code 2. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refusal(String message) {
        super(message, null, false, false);
    }
}

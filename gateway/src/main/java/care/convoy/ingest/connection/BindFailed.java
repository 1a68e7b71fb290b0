package care.convoy.ingest.connection;

/** A listener could not take its port. The message is one line that says what and how to mend it. */
public final class BindFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BindFailed(String listener, String bind, int port, Throwable cause) {
        super(
                listener + " cannot listen on " + bind + ":" + port + " (" + cause.getMessage()
                        + "): stop the program that holds the port, or move all ports with --port-offset N, or choose an"
                        + " address of this machine with --bind",
                cause);
    }
}

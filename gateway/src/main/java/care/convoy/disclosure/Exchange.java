package care.convoy.disclosure;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request of another system and the way to answer it. Confined to one thread, which may block. */
public interface Exchange {
    String method();

    /** As sent, percent-encoded, from the first slash. */
    String path();

    /** As sent, percent-encoded; empty if there is none. */
    String query();

    @Nullable
    String header(String name);

    /** Of the client. */
    String address();

    /** Scheme and authority by which we were asked, as {@code https://convoy.example:8443}. */
    String origin();

    /**
     * The body; before {@link #begin}, once. Waits for it, 10 s at most.
     *
     * @return null if it is longer than {@code most} bytes
     * @throws IOException if it did not come whole
     */
    byte @Nullable [] body(int most) throws IOException;

    /**
     * Begins the answer; once. Each write waits until the client took what was written before, and throws when it is gone or
     * takes nothing for half a minute. Closing ends the answer; not closing breaks the connection off.
     */
    OutputStream begin(int status, Map<String, String> headers) throws IOException;
}

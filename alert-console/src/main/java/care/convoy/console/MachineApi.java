package care.convoy.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces for other systems, below paths of their own, which share the console's ports and nothing else: they know their
 * callers by tokens of their own.
 */
public interface MachineApi {
    /** Where it answers, as {@code /fhir}; with all below. */
    List<String> paths();

    /** Answers one request. Called on a virtual thread of the request, may block. @throws IOException if the client is gone */
    void answer(Exchange exchange) throws IOException;

    /** One request and the way to answer it. Confined to the thread of {@link #answer}. */
    interface Exchange {
        String method();

        /** As sent, percent-encoded. */
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
         * The body; before {@link #begin}, once. Nothing of it is taken from the client before, and no more than this. Waits 10 s at
         * most.
         *
         * @return null if it is longer than {@code most} bytes
         * @throws IOException if it did not come whole
         */
        byte @Nullable [] body(int most) throws IOException;

        /**
         * Begins the answer; once. Writes wait until the client took what was written before, and throw when it is gone or takes
         * nothing for half a minute. Closing ends the answer; not closing it breaks the connection off.
         */
        OutputStream begin(int status, Map<String, String> headers) throws IOException;
    }
}

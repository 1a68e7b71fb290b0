package care.convoy.ingest.coap;

import care.convoy.ingest.RegisteredDevice;
import org.eclipse.californium.core.coap.Request;
import org.jspecify.annotations.Nullable;

/** Says from which device a request is: by its session, or in the clear by what it writes. */
interface Identity {
    /** What a device is told that could not be identified. */
    String mend();

    /** Is called after a request was refused for want of it. */
    default void refused(Request request) {
        // nothing more to do
    }

    /** The device as it is provisioned now, or null, counted. */
    @Nullable
    RegisteredDevice of(Request request);
}

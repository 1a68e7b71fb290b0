package care.convoy.ingest.coap;

import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.coap.CoapCounters.Count;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.auth.ExtensiblePrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The device whose key opened the session. A session of a device that was removed since, or got another key, is closed.
 */
final class DtlsIdentity implements Identity {
    /** Under this name the session keeps the device. */
    static final String DEVICE = "device";

    private final CoapParts parts;
    private final Consumer<InetSocketAddress> closeSession;

    DtlsIdentity(CoapParts parts, Consumer<InetSocketAddress> closeSession) {
        this.parts = parts;
        this.closeSession = closeSession;
    }

    @Override
    public String mend() {
        return "the device's key has changed: begin a new DTLS session with the key that is provisioned now";
    }

    @Override
    public @Nullable RegisteredDevice of(Request request) {
        RegisteredDevice then = request.getSourceContext().getPeerIdentity() instanceof ExtensiblePrincipal<?> known
                ? known.getExtendedInfo().get(DEVICE, RegisteredDevice.class)
                : null;
        RegisteredDevice now = then == null ? null : parts.services().registry().find(then.id());
        if (then != null
                && now != null
                && now.protocol() == Protocol.COAP
                && now.secretsAt(parts.clock().epochMillis().getAsLong()).contains(then.secret())) {
            return now;
        }
        parts.coap().add(Count.STALE_KEY);
        return null;
    }

    @Override
    public void refused(Request request) {
        closeSession.accept(request.getSourceContext().getPeerAddress());
    }
}

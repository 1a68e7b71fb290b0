package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import care.convoy.ingest.coap.CoapCounters.Count;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The device whose key opened the session. A session of a device that was removed since, or whose key is
 * good no more, is closed: as connections of other protocols are, a call for help in it is not taken. The device is told so, and repeats it in a session with a key that is good.
 */
final class DtlsIdentity implements Identity {
    private final CoapParts parts;
    private final SessionKeys keys;
    private final Consumer<InetSocketAddress> closeSession;

    DtlsIdentity(CoapParts parts, SessionKeys keys, Consumer<InetSocketAddress> closeSession) {
        this.parts = parts;
        this.keys = keys;
        this.closeSession = closeSession;
    }

    @Override
    public String mend() {
        return "the device's key has changed: begin a new DTLS session with the key that is provisioned now";
    }

    @Override
    public @Nullable RegisteredDevice of(Request request) {
        EndpointContext session = request.getSourceContext();
        Long handshakeTime = session.get(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP);
        if (handshakeTime != null && session.getPeerIdentity() instanceof PreSharedKeyIdentity shown) {
            String id = shown.getIdentity();
            Secret key = keys.of(id, handshakeTime);
            RegisteredDevice now = parts.services().registry().find(new DeviceId(id));
            if (key != null && now != null && isGood(now, key)) {
                return now;
            }
        }
        parts.coap().add(Count.STALE_KEY);
        return null;
    }

    private boolean isGood(RegisteredDevice device, Secret key) {
        return device.protocol() == Protocol.COAP
                && device.secretsAt(parts.clock().epochMillis().getAsLong()).contains(key);
    }

    @Override
    public void refused(Request request) {
        closeSession.accept(request.getSourceContext().getPeerAddress());
    }
}

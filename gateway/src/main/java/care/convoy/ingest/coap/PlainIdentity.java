package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.net.InetSocketAddress;
import org.eclipse.californium.core.coap.Request;
import org.jspecify.annotations.Nullable;

/** The device that the request names, {@code ?id=...}. Nothing proves it: see docs/coap.md. */
final class PlainIdentity implements Identity {
    private static final String ID = "id=";

    private final CoapParts parts;
    private final PeerPace pace;

    PlainIdentity(CoapParts parts, PeerPace pace) {
        this.parts = parts;
        this.pace = pace;
    }

    @Override
    public String mend() {
        return "id: add ?id= with the id of a device that is provisioned for coap";
    }

    @Override
    public @Nullable RegisteredDevice of(Request request) {
        InetSocketAddress peer = request.getSourceContext().getPeerAddress();
        for (String query : request.getOptions().getUriQuery()) {
            if (query.startsWith(ID) && DeviceId.isValid(query.substring(ID.length()))) {
                return find(query.substring(ID.length()), peer);
            }
        }
        parts.loginFailed(LoginFailure.MALFORMED, peer, "");
        return null;
    }

    private @Nullable RegisteredDevice find(String id, InetSocketAddress peer) {
        RegisteredDevice device = parts.services().registry().find(new DeviceId(id));
        if (device != null && device.protocol() == Protocol.COAP) {
            pace.identified(peer);
            return device;
        }
        parts.loginFailed(device == null ? LoginFailure.UNKNOWN_DEVICE : LoginFailure.WRONG_PROTOCOL, peer, id);
        return null;
    }
}

package care.convoy.app;

import care.convoy.app.GatewayConfig.Port;
import care.convoy.console.Provisioning.Certificates;
import care.convoy.console.Provisioning.Door;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where devices of a protocol connect, as configured, TLS first. A protocol that is not listened for has no door. */
record DeviceDoors(GatewayConfig config) implements Function<Protocol, List<Door>> {
    @Override
    public List<Door> apply(Protocol protocol) {
        return switch (protocol) {
            case NATIVE -> doors(Port.NATIVE_TLS, Port.NATIVE);
            case MQTT -> doors(Port.MQTT_TLS, Port.MQTT);
            case WATCH -> List.of(plain(Port.WATCH));
            case JT808 -> List.of(plain(Port.JT808));
            case COAP -> List.of();
        };
    }

    private List<Door> doors(Port secure, Port plain) {
        List<Door> doors = new ArrayList<>();
        GatewayConfig.Tls tls = config.tls();
        if (tls != null) {
            Certificates certificates = tls.files().clientCa() == null
                    ? Certificates.NONE
                    : tls.files().clientRequired() ? Certificates.REQUIRED : Certificates.OPTIONAL;
            doors.add(new Door(host(tls.bind()), config.port(secure), true, isOnlyHere(tls.bind()), certificates));
        }
        doors.add(plain(plain));
        return doors;
    }

    private Door plain(Port port) {
        String bind = config.bind();
        return new Door(host(bind), config.port(port), false, isOnlyHere(bind), Certificates.NONE);
    }

    private static String host(String bind) {
        return bind.equals("0.0.0.0") || bind.equals("::") ? "" : bind;
    }

    private static boolean isOnlyHere(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException nobodyKnows) {
            return false;
        }
    }
}

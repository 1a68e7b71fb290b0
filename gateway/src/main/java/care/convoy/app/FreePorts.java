package care.convoy.app;

import care.convoy.alertlog.aeron.Membership;
import care.convoy.app.GatewayConfig.Port;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;

/**
 * Whether every port can be had, asked before anything is started: a start that ends for a taken port should say so at once
 * and in one line, not after a database was built. What takes a port afterwards is found by the listener itself.
 */
final class FreePorts {
    private FreePorts() {}

    /** @throws Refusal naming the listener and the first port that is taken */
    static void require(GatewayConfig config) {
        InetAddress bind = address(config.bind(), "--bind");
        InetAddress here = InetAddress.getLoopbackAddress();
        requireStream("native TCP", bind, config.port(Port.NATIVE));
        requireStream("watch TCP", bind, config.port(Port.WATCH));
        requireStream("JT/T 808", bind, config.port(Port.JT808));
        requireStream("MQTT", bind, config.port(Port.MQTT));
        requireDatagram("CoAP DTLS", address(config.dtlsBind(), "--dtls-bind"), config.port(Port.COAP_DTLS));
        if (config.devices().coap().plain()) {
            requireDatagram("CoAP", bind, config.port(Port.COAP));
        }
        if (config.testTenantPort() != 0) {
            requireStream("MQTT test tenant", bind, config.testTenantPort());
        }
        requireStream("management", bind, config.port(Port.MANAGEMENT));
        if (config.console()) {
            requireStream("console", address(config.consoleBind(), "--bind"), config.port(Port.CONSOLE));
        }
        ChannelsFile channels = config.channels();
        if (channels != null && channels.links() != null && !config.demo()) {
            requireStream(
                    "pages of contacts",
                    address(channels.links().bind(), "--channels, links.bind"),
                    config.port(Port.CONTACT));
        }
        GatewayConfig.Tls tls = config.tls();
        if (tls != null) {
            InetAddress secure = address(tls.bind(), "--tls-bind");
            requireStream("native TLS", secure, config.port(Port.NATIVE_TLS));
            requireStream("MQTT TLS", secure, config.port(Port.MQTT_TLS));
            if (config.console()) {
                requireStream("console HTTPS", secure, config.port(Port.CONSOLE_TLS));
            }
        }
        // a survivor of a former run may hold the database's port: it is adopted
        if (config.databaseUrl() == null && !Files.exists(config.data().resolve("postgres/cluster/postmaster.pid"))) {
            requireStream("embedded PostgreSQL", here, config.port(Port.DATABASE));
        }
        requireAlertLog(config.membership().self());
    }

    /** The six ports of this member, on its own address. */
    static void requireAlertLog(Membership.Member self) {
        InetAddress address;
        try {
            address = InetAddress.getByName(self.host());
        } catch (UnknownHostException unknown) {
            throw new Refusal("--members: " + self.host() + " has no address");
        }
        for (int port = 0; port < Membership.PORTS; port++) {
            requireDatagram("alert log", address, self.portBase() + port);
        }
    }

    private static InetAddress address(String bind, String option) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw new Refusal(option + " " + bind + ": not an address of this machine");
        }
    }

    private static void requireStream(String listener, InetAddress bind, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // what is left of closed connections is no listener
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
        } catch (IOException taken) {
            throw refusal(listener, new InetSocketAddress(bind, port), taken);
        }
    }

    private static void requireDatagram(String listener, InetAddress bind, int port) {
        InetSocketAddress address = new InetSocketAddress(bind, port);
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(address);
        } catch (IOException taken) {
            throw refusal(listener, address, taken);
        }
    }

    private static Refusal refusal(String listener, SocketAddress address, IOException taken) {
        String where = address.toString().replaceFirst("^[^/]*/", "");
        return new Refusal(listener + " cannot listen on " + where + " (" + taken.getMessage()
                + "): stop the program that holds the port, or move all ports with --port-offset N, or choose an"
                + " address of this machine with --bind");
    }
}

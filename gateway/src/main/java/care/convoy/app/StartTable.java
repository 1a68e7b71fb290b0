package care.convoy.app;

import care.convoy.alertlog.aeron.Membership;
import care.convoy.alertlog.emergency.EmergencyJournal;
import care.convoy.app.GatewayConfig.Port;
import care.convoy.notify.page.PageConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person must know after a start: where everything listens, how to log in, what is not there. */
final class StartTable {
    private StartTable() {}

    static void print(Gateway gateway) throws IOException {
        GatewayConfig config = gateway.config();
        PrintStream out = System.out;
        out.println("Convoy " + Gateway.VERSION
                + (config.demo() ? "  DEMO: nobody here exists, every alert is an exercise" : ""));
        line(out, "data", config.data().toString());
        listeners(out, gateway);
        line(out, "database", database(gateway));
        line(out, "alert log", alertLog(config.membership()));
        line(out, "emergency journal", emergencyJournal(gateway));
        line(
                out,
                "120 request",
                config.plans().ambulance()
                        ? "recorded by itself for a press that nobody took for "
                                + config.plans().ambulanceSeconds() + " s"
                        : "switched off (--ambulance-request false)");
        ZoneId zone = config.devices().healthRules();
        line(
                out,
                "health rules",
                zone == null
                        ? "off (--health-rules off): vital signs and silence raise nothing"
                        : "vital signs, inactivity, "
                                + (config.membership().copies() == 1
                                        ? "silence"
                                        : "falls (silence: not with several gateways in this version)")
                                + ", by the hours of " + zone);
        if (config.demo()) {
            line(out, "calls", "nobody is called; who would have been: " + Demo.callsFile(config.data()));
        } else {
            Reaching people = gateway.reaching();
            line(
                    out,
                    "calls",
                    people == null
                            ? "NOBODY IS CALLED (--channels FILE: by what people are reached)"
                            : "people are reached by " + people.names());
        }
        logins(out, config);
        Map<String, String> complaints = gateway.health().complaints();
        if (!complaints.isEmpty()) {
            line(out, "NOT READY", complaints.toString());
        }
    }

    private static void listeners(PrintStream out, Gateway gateway) {
        GatewayConfig config = gateway.config();
        SecurePorts secure = gateway.secure();
        GatewayConfig.Tls tls = config.tls();
        String off = "off (--tls-cert FILE --tls-key FILE opens it)";
        line(
                out,
                "native TCP",
                address(config, Port.NATIVE) + plain(config.bind()) + ", sealed frames "
                        + config.devices().sealing().name().toLowerCase(Locale.ROOT));
        line(out, "native TLS", tls == null ? off : address(config, tls, Port.NATIVE_TLS));
        line(out, "watch TCP", address(config, Port.WATCH) + plain(config.bind()) + watches(config));
        line(
                out,
                "JT/T 808 TCP",
                address(config, Port.JT808) + plain(config.bind()) + "; from networks: "
                        + config.devices().jt808().networks() + " (--jt808-networks)");
        line(out, "MQTT", address(config, Port.MQTT) + plain(config.bind()));
        line(out, "MQTT TLS", tls == null ? off : address(config, tls, Port.MQTT_TLS));
        line(out, "CoAP DTLS", config.dtlsBind() + ":" + config.port(Port.COAP_DTLS) + "/udp  DTLS, pre-shared keys");
        line(out, "CoAP", coapInTheClear(config));
        if (config.testTenantPort() != 0) {
            line(
                    out,
                    "MQTT test tenant",
                    config.bind() + ":" + config.testTenantPort() + "  ANYBODY, apart from all devices"
                            + plain(config.bind()));
        }
        BridgeLines.of(gateway.listeners().bridges()).forEach((name, how) -> line(out, name, how));
        boolean console = gateway.console() != null;
        String bind = config.consoleBind();
        String opened = tls == null ? plain(bind) : "  plain text, this machine only";
        line(out, "console", console ? "http://" + bind + ":" + config.port(Port.CONSOLE) + opened : "off");
        if (console) {
            line(out, "console HTTPS", tls == null ? off : "https://" + address(config, tls, Port.CONSOLE_TLS));
        }
        contacts(out, gateway);
        if (secure != null) {
            line(out, "certificate", secure.source().describe());
            line(out, "device certs", deviceCertificates(config.tls()));
        }
        line(out, "management", "http://" + address(config, Port.MANAGEMENT) + "  /metrics /health/live /health/ready");
    }

    private static void contacts(PrintStream out, Gateway gateway) {
        Reaching people = gateway.reaching();
        ChannelsFile channels = gateway.config().channels();
        PageConfig links = channels == null ? null : channels.links();
        if (people == null || links == null) {
            return;
        }
        ContactDoor door = people.contacts();
        String where = links.bind() + ":" + gateway.config().port(Port.CONTACT);
        String how =
                links.tls() ? "  TLS" : plain(links.bind()).replace(" (--bind opens it)", ", for a proxy in front");
        line(
                out,
                "contact pages",
                door == null || door.server() == null
                        ? "NOT SERVED (" + where + " could not be had): messages have no links"
                        : where + how + "; links begin with " + links.base());
    }

    private static String deviceCertificates(GatewayConfig.@Nullable Tls tls) {
        if (tls == null || tls.files().clientCa() == null) {
            return "not asked for (--tls-client-ca FILE)";
        }
        return (tls.files().clientRequired() ? "required" : "verified if shown") + ", signed by "
                + tls.files().clientCa();
    }

    private static void logins(PrintStream out, GatewayConfig config) throws IOException {
        Path first = FirstAdmin.passwordFile(config.data());
        if (config.demo() && Files.exists(Demo.devicesFile(config.data()))) {
            for (String login : Demo.logins(config.data())) {
                line(out, "demo login", login.replace(" ", "  "));
            }
        } else if (Files.exists(first)) {
            line(out, "first admin", "admin, one-time password in " + first);
        }
    }

    private static String alertLog(Membership membership) {
        Membership.Member self = membership.self();
        String copies = membership.copies() == 1
                ? "1 copy: if this machine dies no alarm is taken"
                : membership.copies() + " copies, this is member " + membership.memberId()
                        + ": any one may die and alarms are taken";
        return self.host() + ":" + self.portBase() + " and following, udp; " + copies;
    }

    private static String emergencyJournal(Gateway gateway) {
        String why = gateway.log().degradedBecause();
        String journal = gateway.durable().journalFile() + ", " + (EmergencyJournal.BYTES >> 20) + " MB";
        if (!gateway.log().isJournalUsable()) {
            return "NONE (" + journal + " cannot be used): without the alert log no alarm is acknowledged";
        }
        return why == null ? journal : journal + "  DEGRADED: " + why;
    }

    private static String database(Gateway gateway) {
        GatewayConfig config = gateway.config();
        String where = config.databaseUrl() == null
                ? "embedded PostgreSQL, 127.0.0.1:" + config.port(Port.DATABASE)
                : "outside (--db)";
        return where + (gateway.store().isUp() ? "" : "  NOT UP: alarms are taken all the same, history waits");
    }

    private static String address(GatewayConfig config, Port port) {
        return config.bind() + ":" + config.port(port);
    }

    private static String address(GatewayConfig config, GatewayConfig.Tls tls, Port port) {
        return tls.bind() + ":" + config.port(port) + "  TLS";
    }

    private static String plain(String bind) {
        boolean loopback = bind.startsWith("127.") || bind.equals("localhost");
        return loopback ? "  plain text, this machine only (--bind opens it)" : "  PLAIN TEXT on the network";
    }

    private static String coapInTheClear(GatewayConfig config) {
        GatewayConfig.Coap coap = config.devices().coap();
        return coap.plain()
                ? address(config, Port.COAP) + "/udp" + plain(config.bind()) + "; no authentication, from networks: "
                        + coap.networks() + " (--coap-networks)"
                : "off (--coap-plain opens it)";
    }

    private static String watches(GatewayConfig config) {
        return "; no authentication, from networks: "
                + config.devices().watches().networks() + " (--watch-networks)";
    }

    private static void line(PrintStream out, String what, String value) {
        out.printf("  %-17s %s%n", what, value);
    }
}

package care.convoy.app;

import care.convoy.administration.Reply;
import care.convoy.app.GatewayConfig.Port;
import care.convoy.console.web.ConsoleConfig;
import care.convoy.console.web.ConsoleServer;
import care.convoy.console.web.Handshakes;
import care.convoy.ingest.connection.TlsDoor;
import care.convoy.ingest.mqtt.MqttListener;
import care.convoy.ingest.tcp.NativeListener;
import care.convoy.tls.TlsMaterial;
import care.convoy.tls.TlsRefused;
import care.convoy.tls.TlsSource;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything of this process that listens with TLS, and the certificate it uses. */
final class SecurePorts {
    private final GatewayConfig config;
    private final GatewayConfig.Tls tls;
    private final TlsSource source;
    private final TlsDoor door;

    private SecurePorts(GatewayConfig config, GatewayConfig.Tls tls, TlsSource source, TlsDoor door) {
        this.config = config;
        this.tls = tls;
        this.source = source;
        this.door = door;
    }

    /** Reads the certificate; null if none is configured. @throws Refusal if it is unfit and there is no earlier one */
    static @Nullable SecurePorts open(GatewayConfig config, Parts parts) {
        GatewayConfig.Tls tls = config.tls();
        if (tls == null) {
            return null;
        }
        try {
            TlsSource source = parts.opened(
                    TlsSource.open(tls.files(), config.data().resolve("tls.kept"), InstantSource.system()));
            TlsDoor door = parts.opened(new TlsDoor(source::current, TlsDoor.Limits.usual(), System::nanoTime));
            return new SecurePorts(config, tls, source, door);
        } catch (TlsRefused refused) {
            throw new Refusal(String.valueOf(refused.getMessage()));
        }
    }

    void listen(NativeListener tcp, MqttListener mqtt) {
        tcp.listenTls(address(Port.NATIVE_TLS), door);
        mqtt.listenTls(address(Port.MQTT_TLS), door);
    }

    private InetSocketAddress address(Port port) {
        return new InetSocketAddress(tls.bind(), config.port(port));
    }

    ConsoleConfig.Https https() {
        return new ConsoleConfig.Https(
                tls.bind(),
                config.port(Port.CONSOLE_TLS),
                source.current().keys(),
                TlsMaterial.protocols(),
                TlsMaterial.suites(),
                Handshakes.Limits.usual());
    }

    void renew(ConsoleServer console) {
        source.onRenewal(renewed -> console.renew(renewed.keys()));
        // it may have been renewed while the console started
        console.renew(source.current().keys());
    }

    TlsSource source() {
        return source;
    }

    TlsDoor door() {
        return door;
    }

    static Reply reload(@Nullable SecurePorts ports) {
        if (ports == null) {
            return Reply.refused(List.of("TLS is off: start the gateway with --tls-cert FILE and --tls-key FILE"));
        }
        TlsSource.Outcome outcome = ports.source.reload();
        return outcome.taken() ? Reply.done(outcome.says()) : Reply.refused(List.of(outcome.says()));
    }
}

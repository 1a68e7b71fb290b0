package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.jt808.Frame.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a device that floods its own connection costs the others, and itself: it is read later, and loses nothing. */
class Jt808PaceTest {
    private static final String HOSTILE = "13900000001";
    private static final String HONEST = "13900000002";
    private static final String NOBODY = "13999999999";

    /** Several times what a device may say at once. */
    private static final int REFUSED = 800;

    @Test
    void aFloodOnOneConnectionDelaysOnlyItselfAndLosesNoPress() throws Exception {
        byte[] code = "own-code".getBytes(StandardCharsets.US_ASCII);
        try (Gateway gateway = new Gateway(10_000, 1_000);
                IngestLoops loops = IngestLoops.start(1, IngestClock.SYSTEM)) {
            gateway.registry.put(List.of(
                    Gateway.device(HOSTILE, Protocol.JT808, code), Gateway.device(HONEST, Protocol.JT808, code)));
            var places = new Jt808Listener.Places(
                    new LatestBoard(gateway.registry), new Quarantine(), DeviceId::value, new EndedCases());
            try (Jt808Listener listener = Jt808Listener.start(
                            Jt808ListenerConfig.of("127.0.0.1", 0, AllowedNetworks.ANY),
                            loops,
                            gateway.services(),
                            places);
                    Tracker hostile = new Tracker(listener.port(), Form.SHORT, HOSTILE);
                    Tracker honest = new Tracker(listener.port(), Form.SHORT, HONEST)) {
                assertThat(hostile.logIn("own-code").result()).isZero();
                assertThat(honest.logIn("own-code").result()).isZero();

                hostile.raw(notItsOwn()).send(MessageId.LOCATION, sos());
                honest.send(MessageId.LOCATION, sos());

                Set<DeviceId> heard = new HashSet<>();
                for (int i = 0; i < 2; i++) {
                    var press = gateway.log.next();
                    heard.add(press.signal().key().device());
                    press.commit();
                }
                assertThat(heard).containsExactlyInAnyOrder(new DeviceId(HOSTILE), new DeviceId(HONEST));
                assertThat(listener.counters().pauses()).isPositive();
                assertThat(listener.counters().connectionsOpen()).isEqualTo(2);
            }
        }
    }

    private static byte[] notItsOwn() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < REFUSED; i++) {
            all.writeBytes(Wire.frame(Form.SHORT, NOBODY, i & 0xFFFF, MessageId.HEARTBEAT, new byte[0]));
        }
        return all.toByteArray();
    }

    private static byte[] sos() {
        return Wire.location(1, Instant.now(), "");
    }
}

package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.jt808.Frame.Form;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another code for a device of JT/T 808: the former one is good for the overlap, also one that was given at registration. */
class Jt808CodesTest {
    private static final String GIVEN = "13912345678";
    private static final String PRESET = "13900000001";

    private final Gateway gateway = new Gateway(1_000, 100);
    private final IngestLoops loops = IngestLoops.start(1, IngestClock.SYSTEM);
    private final Quarantine quarantine = new Quarantine();
    private final Jt808Listener listener = Jt808Listener.start(
            Jt808ListenerConfig.of("127.0.0.1", 0, AllowedNetworks.ANY),
            loops,
            gateway.services(),
            new Jt808Listener.Places(
                    new LatestBoard(gateway.registry), quarantine, device -> "code-of-" + device, new EndedCases()));

    Jt808CodesTest() {
        gateway.registry.put(List.of(
                Gateway.device(GIVEN, Protocol.JT808, new byte[0]),
                Gateway.device(PRESET, Protocol.JT808, bytes("own-code"))));
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private int shown(String number, String code) throws Exception {
        try (Tracker tracker = new Tracker(listener.port(), Form.LONG, number)) {
            return tracker.logIn(code).result();
        }
    }

    private long usedMillis(String number) {
        return gateway.registry.find(new DeviceId(number)).rotation().usedMillis();
    }

    @Test
    void bothCodesAreGoodForTheOverlap() throws Exception {
        long now = System.currentTimeMillis();
        gateway.rotate(PRESET, bytes("next-code"), now, now + 60_000_000, false);
        gateway.rotate(GIVEN, bytes("next-code"), now, now + 60_000_000, false);

        assertThat(shown(PRESET, "own-code")).isZero();
        assertThat(shown(GIVEN, "code-of-" + GIVEN)).isZero();
        assertThat(usedMillis(PRESET)).isZero();
        assertThat(usedMillis(GIVEN)).isZero();
        assertThat(shown(PRESET, "next-code")).isZero();
        assertThat(shown(GIVEN, "next-code")).isZero();
        assertThat(shown(PRESET, "own-code")).isZero();
        assertThat(shown(PRESET, "")).isEqualTo(1);
        assertThat(shown(GIVEN, "")).isEqualTo(1);
        assertThat(gateway.registry.drainFirstUses()).containsOnlyKeys(new DeviceId(PRESET), new DeviceId(GIVEN));
    }

    @Test
    void theFormerCodeEndsWithTheUseOfTheNewOneOrWithItsTime() throws Exception {
        long now = System.currentTimeMillis();
        gateway.rotate(PRESET, bytes("next-code"), now - 2, now - 1, false);
        gateway.rotate(GIVEN, bytes("next-code"), now, now + 60_000_000, true);

        assertThat(shown(PRESET, "own-code")).isEqualTo(1);
        assertThat(shown(GIVEN, "next-code")).isZero();
        assertThat(shown(GIVEN, "code-of-" + GIVEN)).isEqualTo(1);
    }

    @Test
    void whoShowsAWrongCodeAgainAndAgainIsInTheQuarantine() throws Exception {
        for (int i = 0; i < Quarantine.WRONG_SECRETS_LISTED; i++) {
            assertThat(shown(PRESET, "guess")).isEqualTo(1);
        }

        assertThat(quarantine.size(Quarantine.Reason.WRONG_SECRET)).isEqualTo(1);
    }

    @Test
    void aPartWhoseFirstWasNotHeardHereIsNotSaidToBeTaken() throws Exception {
        byte[] report = Wire.location(1, Instant.now(), "");
        byte[] first = Arrays.copyOf(report, 20);
        byte[] second = Arrays.copyOfRange(report, 20, report.length);
        try (Tracker broken = loggedIn()) {
            assertThat(broken.part(2, 1, first).result()).isZero();
        }
        try (Tracker tracker = loggedIn()) {
            assertThat(tracker.part(2, 2, second).result()).isEqualTo(1);
            assertThat(tracker.part(SplitMessage.MOST_PARTS + 1, 1, first).result())
                    .isEqualTo(1);
            assertThat(gateway.log.signals()).isEmpty();

            assertThat(tracker.part(2, 1, first).result()).isZero();
            assertThat(tracker.part(2, 1, first).result()).isZero();
            tracker.part(2, 2, second);
            assertThat(gateway.log.next().signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        }
    }

    private Tracker loggedIn() throws Exception {
        Tracker tracker = new Tracker(listener.port(), Form.SHORT, PRESET);
        assertThat(tracker.logIn("own-code").result()).isZero();
        return tracker;
    }
}

package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.firmware.Upward;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.sim.coap.Station;
import care.convoy.sim.coap.Suite;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.Manners;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.ledger.PressBook;
import care.convoy.sim.load.Drive;
import care.convoy.sim.load.Fleet;
import care.convoy.sim.load.Tally;
import care.convoy.sim.load.Tally.Count;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator's devices, whose CoAP and DTLS are written by hand, against this listener. */
class CoapFleetTest {
    private static final int DEVICES = 3;
    private static final int HURRY = 4;

    private final Gateway gateway = new Gateway(100_000, 1_000);
    private final Tally tally = new Tally(new PressBook(), null, null);
    private Bench bench = new Bench(gateway, CoapListenerConfig.Bounds.STANDARD);
    private Fleet fleet;

    @AfterEach
    void close() {
        fleet.close();
        bench.close();
    }

    private void play(InetSocketAddress port, boolean sealed, Suite suite, boolean confirmable) throws Exception {
        play(port, DEVICES, sealed, suite, confirmable);
    }

    private void play(InetSocketAddress port, int count, boolean sealed, Suite suite, boolean confirmable)
            throws Exception {
        gateway.log.committing();
        List<FleetDevice> devices = IntStream.rangeClosed(1, count)
                .mapToObj(i -> new FleetDevice(
                        "coap-" + i, FleetDevice.Protocol.COAP, HexFormat.of().formatHex(Bench.KEY), "r-coap-" + i))
                .toList();
        var speech = new Station.Speech(port, sealed, suite, confirmable);
        var network = new Fleet.Network(List.of(), "tcp://127.0.0.1:1", new Manners(HURRY), 1, false, null, speech);
        fleet = Fleet.of(devices, network, tally, 1);
        fleet.connect(1_000);
        until(() -> fleet.onlineCount() == count);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Bench.WAIT_MILLIS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("too late").isNegative();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,CCM8,true", "true,GCM,true", "true,CCM8,false", "false,CCM8,true", "false,CCM8,false"})
    void reportsAreAnsweredAndPressesReceived(boolean sealed, Suite suite, boolean confirmable) throws Exception {
        play(sealed ? bench.dtls() : bench.plain(), sealed, suite, confirmable);
        Drive drive = new Drive(fleet);
        drive.reports(200);
        drive.presses(100, 30);
        until(() -> tally.count(Count.PRESSES_RECEIVED) == 30 && tally.count(Count.REPORTS_ANSWERED) >= 100);
        drive.stop();
        assertThat(gateway.log.signals().stream().map(signal -> signal.key()).distinct())
                .hasSize(30);
        assertThat(tally.oddities()).isEmpty();
        assertThat(bench.listener.sessions()).isEqualTo(sealed ? DEVICES : 0);
        assertThat(gateway.telemetry()).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void aDeviceWhoseSessionTheGatewayHasNotAnyMoreShakesHandsAgainAndPresses() throws Exception {
        play(bench.dtls(), true, Suite.CCM8, true);
        int port = bench.listener.dtlsPort();
        bench.listener.close();
        try (CoapListener again = CoapListener.start(
                CoapListenerConfig.of("127.0.0.1", port, null), gateway.services(), IngestClock.SYSTEM)) {
            Device device = fleet.groups().getFirst().devices().getFirst();
            device.thread().execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));
            until(() -> tally.count(Count.PRESSES_RECEIVED) == 1);
            assertThat(again.sessions()).isEqualTo(1);
        }
        assertThat(gateway.log.signals()).hasSize(1);
        assertThat(tally.endings()).containsKey("SILENT");
    }

    @Test
    void ofMoreSessionsTheStalestGiveWayAndTheirDevicesShakeHandsAgainAndPress() throws Exception {
        bench.listener.close();
        bench = new Bench(gateway, new CoapListenerConfig.Bounds(1, 1, 1_000, 1_000, 100, 50));
        play(bench.dtls(), true, Suite.CCM8, true);
        assertThat(bench.listener.sessions()).as("of three").isLessThanOrEqualTo(2);
        for (int i = 0; i < DEVICES; i++) {
            Device device = fleet.groups().getFirst().devices().get(i);
            device.thread().execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));
            int received = i + 1;
            until(() -> tally.count(Count.PRESSES_RECEIVED) == received);
            assertThat(bench.listener.sessions()).isLessThanOrEqualTo(2);
        }
        assertThat(gateway.log.signals()).hasSize(DEVICES);
        assertThat(tally.count(Count.LOGINS)).as("some more than once").isGreaterThan(DEVICES);
    }

    @Test
    void aThirdOfTheDatagramsMayBeLost() throws Exception {
        try (Relay relay = new Relay(bench.dtls(), 0.3, 20_261_123)) {
            play(relay.address(), 1, true, Suite.CCM8, true);
            Device device = fleet.groups().getFirst().devices().getFirst();
            device.thread().execute(() -> {
                for (int i = 0; i < 10; i++) {
                    device.raise(new Upward.Sos(1, null), System.nanoTime());
                    device.report(device.wearer().vitals(0), System.nanoTime());
                }
            });
            until(() -> tally.count(Count.PRESSES_RECEIVED) == 10);
        }
        assertThat(gateway.log.signals().stream().map(signal -> signal.key()).distinct())
                .hasSize(10);
        assertThat(tally.count(Count.REPEATS)).isPositive();
    }

    @Test
    void aKeyThatIsGoodNoMoreIsAnsweredByANewHandshakeAndNothingIsTaken() throws Exception {
        play(bench.dtls(), true, Suite.CCM8, true);
        gateway.registry.put(List.of(Gateway.device("coap-1", Protocol.COAP, new byte[16])));
        Device device = fleet.groups().getFirst().devices().stream()
                .filter(each -> each.id().equals("coap-1"))
                .findFirst()
                .orElseThrow();
        device.thread().execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));
        until(() -> tally.endings().containsKey("UNAUTHORIZED"));
        assertThat(gateway.log.signals()).isEmpty();
        gateway.registry.put(List.of(Gateway.device("coap-1", Protocol.COAP, Bench.KEY)));
        until(() -> tally.count(Count.PRESSES_RECEIVED) == 1);
        assertThat(gateway.log.signals().getFirst().key().device()).isEqualTo(new DeviceId("coap-1"));
    }
}

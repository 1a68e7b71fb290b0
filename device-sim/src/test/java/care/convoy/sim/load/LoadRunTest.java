package care.convoy.sim.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.firmware.DeviceKey;
import care.convoy.sim.console.AlertApi;
import care.convoy.sim.device.Manners;
import care.convoy.sim.device.MessageKey;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.fleet.FleetDevice.Protocol;
import care.convoy.sim.load.Tally.Count;
import care.convoy.sim.scripted.Heard;
import care.convoy.sim.scripted.ScriptedConsole;
import care.convoy.sim.scripted.ScriptedGateway;
import care.convoy.sim.scripted.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole runs against a scripted gateway with console and feed. */
class LoadRunTest {
    private static final int DEVICES = 20;
    private static final String SECRET = "5a".repeat(32);

    private final List<FleetDevice> fleet = new ArrayList<>();
    private final Map<String, Integer> heardByResident = new HashMap<>();
    private final Set<MessageKey> known = new HashSet<>();
    private ScriptedGateway gateway;
    private ScriptedConsole console;

    @BeforeEach
    void open() throws IOException {
        gateway = ScriptedGateway.open((session, heard, time) -> raise(session, heard));
        console = ScriptedConsole.open();
        for (int i = 0; i < DEVICES; i++) {
            fleet.add(new FleetDevice("d" + i, Protocol.NATIVE, SECRET, "r" + i));
            gateway.knows("d" + i, DeviceKey.fromHex(SECRET));
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        console.close();
    }

    /** One alert a resident, as the real core does it: a further press joins. On the gateway's loop. */
    private void raise(Session session, Heard heard) {
        note(heard);
        answer(session, heard);
    }

    private void note(Heard heard) {
        if (known.add(heard.key())) {
            String resident = "r" + heard.deviceId().substring(1);
            console.show(alertOf(heard.deviceId()), resident, heardByResident.merge(resident, 1, Integer::sum));
        }
    }

    private void answer(Session session, Heard heard) {
        session.received(heard.key());
    }

    /** The scripted gateway names alerts by press; here by the first press of a device, which is all that is sent. */
    private String alertOf(String deviceId) {
        return known.stream()
                .filter(key -> key.deviceId().equals(deviceId))
                .findFirst()
                .map(gateway::alertOf)
                .orElseThrow()
                .toString();
    }

    private Summary run(LoadPlan plan) throws Exception {
        var network = new Fleet.Network(List.of(gateway.address()), "tcp://127.0.0.1:1", new Manners(50), 2);
        var surroundings =
                new LoadRun.Surroundings(fleet, network, new AlertApi(console.uri(), ScriptedConsole.TOKEN), null);
        return new LoadRun(surroundings, plan, new LoadRun.Options(1, 1_000, true, true)).run();
    }

    private static LoadPlan presses(long count, double perSecond) {
        return new LoadPlan(0, perSecond, count, 0, 0, 30);
    }

    @Test
    void eachPressIsTimedToReceivedAndToTheFeedAndReconciled() throws Exception {
        Summary summary = run(presses(DEVICES, 500));

        assertThat(summary.isClean()).isTrue();
        assertThat(summary.tally().pressLatency().count()).isEqualTo(DEVICES);
        assertThat(summary.feed().latency().count()).isEqualTo(DEVICES);
        assertThat(summary.reconciliation().alerts()).isEqualTo(DEVICES);
        assertThat(gateway.confirmed()).extracting(Heard::deviceId).doesNotHaveDuplicates();
        assertThat(gateway.faults()).isEmpty();
        assertThat(printed(summary)).endsWith("lost 0 doubled 0\n").contains("press -> SSE frame");
    }

    @Test
    void aGatewayThatStallsShowsInTheLatencyOfAllWhoWaited() throws Exception {
        List<Runnable> held = new ArrayList<>();
        gateway.play((session, heard, time) -> {
            note(heard);
            held.add(() -> answer(session, heard));
            if (known.size() == DEVICES) {
                held.forEach(Runnable::run);
                held.clear();
            }
        });

        Summary summary = run(presses(DEVICES, 100));

        Latency latency = summary.tally().pressLatency();
        assertThat(latency.count()).isEqualTo(DEVICES);
        assertThat(latency.maxMillis())
                .as("the first one waited for the last one, due 190 ms later")
                .isGreaterThan(180);
        assertThat(latency.millisAt(50))
                .as("and half of them at least half as long")
                .isGreaterThan(80);
        assertThat(summary.isClean()).isTrue();
    }

    @Test
    void aPressThatTheGatewayLostIsFound() throws Exception {
        console.lie(rows -> rows.isEmpty() ? rows : rows.subList(1, rows.size()));

        Summary summary = run(presses(DEVICES, 500));

        assertThat(summary.isClean()).isFalse();
        assertThat(printed(summary)).endsWith("lost 1 doubled 0\n");
    }

    @Test
    void aPressThatTheGatewayCountedTwiceIsFound() throws Exception {
        console.lie(rows -> rows.stream()
                .map(row -> row.get("residentId").equals("r3") ? twice(row) : row)
                .toList());

        Summary summary = run(presses(DEVICES, 500));

        assertThat(summary.isClean()).isFalse();
        assertThat(printed(summary)).contains("r3: 1 presses sent").endsWith("lost 0 doubled 1\n");
    }

    private static Map<String, Object> twice(Map<String, Object> row) {
        Map<String, Object> changed = new HashMap<>(row);
        changed.put("presses", 2);
        return changed;
    }

    @Test
    void reportsAndPressesRunAtOnce() throws Exception {
        Summary summary = run(new LoadPlan(1_000, 100, DEVICES, 1, 1, 30));

        Tally tally = summary.tally();
        assertThat(tally.count(Count.REPORTS_ANSWERED)).isEqualTo(tally.count(Count.REPORTS_SENT));
        assertThat(gateway.ordinary()).hasSizeGreaterThanOrEqualTo((int) tally.count(Count.REPORTS_SENT));
        assertThat(tally.reportLatency().count()).isPositive().isLessThan(tally.count(Count.REPORTS_SENT));
        assertThat(summary.isClean()).isTrue();
        assertThat(summary.numbers()).containsEntry("clean", true).containsEntry("lost", 0L);
    }

    @Test
    void aWrongTokenIsToldAtOnce() {
        var network = new Fleet.Network(List.of(gateway.address()), "tcp://127.0.0.1:1", new Manners(50), 1);
        var surroundings = new LoadRun.Surroundings(fleet, network, new AlertApi(console.uri(), "wrong"), null);
        LoadRun run = new LoadRun(surroundings, presses(1, 1), new LoadRun.Options(1, 1_000, false, true));

        assertThatThrownBy(run::run).isInstanceOf(IOException.class).hasMessageContaining("is the token right?");
    }

    private static String printed(Summary summary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        summary.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

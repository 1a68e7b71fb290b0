package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.UnknownDevices.Call;
import care.convoy.console.UnknownDevices.Registered;
import care.convoy.device.ResidentId;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.resident.Resident;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OperatorUnknownsTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Quarantine quarantine = new Quarantine();
    private final Set<String> registered = new HashSet<>();
    private final OperatorUnknowns unknowns =
            new OperatorUnknowns(quarantine, id -> registered.contains(id) ? WANG : null, now::get);
    private static final Resident WANG = new Resident(
            new ResidentId("r1"),
            1,
            "王桂兰",
            Resident.Sex.F,
            null,
            Resident.BirthCalendar.SOLAR,
            "430102001001",
            "",
            Double.NaN,
            Double.NaN,
            "",
            2,
            List.of(),
            List.of(),
            List.of(),
            "",
            "",
            "",
            "",
            "");

    private void says(String kind) {
        quarantine.unknown(
                new Stranger(Protocol.WATCH, "9999999999", "192.0.2.7", kind, "3G", kind.equals("sos")),
                now.get().toEpochMilli());
    }

    @Test
    void aCallIsShownUntilSomebodyDismissesItAndEverybodyIsTold() throws Exception {
        AtomicInteger told = new AtomicInteger();
        AutoCloseable watch = unknowns.watch(told::incrementAndGet);
        says("heartbeat");
        assertThat(told).hasValue(0);
        says("sos");
        assertThat(told).hasValue(1);
        now.set(NOON.plusSeconds(86_400));
        assertThat(unknowns.calls().open())
                .containsExactly(new Call("watch", "9999999999", "192.0.2.7", "sos", NOON, NOON, NOON, 1, null));
        assertThat(unknowns.dismiss("watch", "9999999999", NOON, "liming")).isTrue();
        assertThat(told).hasValue(2);
        assertThat(unknowns.calls().open()).isEmpty();
        assertThat(unknowns.dismiss("watch", "9999999999", NOON, "liumin")).isFalse();
        assertThat(unknowns.dismiss("nonsense", "9999999999", NOON, "liumin")).isFalse();
        watch.close();
        now.set(NOON.plusSeconds(90_000));
        says("sos");
        assertThat(told).as("nobody watches").hasValue(2);
    }

    @Test
    void itSaysForWhomItIsRegisteredMeanwhile() {
        says("sos");
        registered.add("9999999999");
        assertThat(unknowns.calls().open().getFirst().registered()).isEqualTo(new Registered("430102001001", "王桂兰"));
    }

    @Test
    void theQuarantineIsNamedAsInTheContract() {
        says("vitals");
        quarantine.usedTwice(Protocol.WATCH, "8800000015", "192.0.2.8", NOON.toEpochMilli());
        assertThat(unknowns.quarantine())
                .extracting(device -> device.reason() + " " + device.protocol() + " " + device.id())
                .containsExactly("usedTwice watch 8800000015", "unknown watch 9999999999");
    }
}

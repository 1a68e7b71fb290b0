package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.UnknownDevices.Call;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OperatorUnknownsTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Quarantine quarantine = new Quarantine();
    private final OperatorUnknowns unknowns = new OperatorUnknowns(quarantine, now::get);

    private void says(String kind) {
        quarantine.unknown(
                new Stranger(Protocol.WATCH, "9999999999", "192.0.2.7", kind, "3G", kind.equals("sos")),
                now.get().toEpochMilli());
    }

    @Test
    void callsAreToldAndShownForAnHour() throws Exception {
        AtomicInteger told = new AtomicInteger();
        AutoCloseable watch = unknowns.watch(told::incrementAndGet);
        says("heartbeat");
        assertThat(told).hasValue(0);
        says("sos");
        assertThat(told).hasValue(1);
        assertThat(unknowns.recentCalls()).containsExactly(new Call("watch", "9999999999", "192.0.2.7", "sos", NOON));
        now.set(NOON.plusSeconds(3_600));
        assertThat(unknowns.recentCalls()).isEmpty();
        watch.close();
        says("sos");
        assertThat(told).as("nobody watches").hasValue(1);
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

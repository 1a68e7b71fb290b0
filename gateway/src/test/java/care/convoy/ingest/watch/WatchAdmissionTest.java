package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that are blocked, closed, or adopted while they are connected. */
class WatchAdmissionTest {
    private final WatchBench bench = new WatchBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void ofABlockedWatchAPressIsTakenAndNothingElse() throws Exception {
        bench.gateway.log.committing();
        WatchBench.Peer live = bench.connect().say("LK");
        live.heard();
        bench.gateway.telemetry();
        bench.gateway.admit(WatchBench.ID, State.BLOCKED);
        assertThat(live.isClosed()).isTrue();

        WatchBench.Peer peer = bench.connect().say("LK,50,100,100");
        assertThat(peer.heard()).as("so that it stays connected").isEqualTo("[3G*8800000015*0002*LK]");
        peer.say(bench.body("AL", "00030000"));
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0002*AL]");
        assertThat(bench.gateway.log.signals())
                .extracting(Command.Signal::message)
                .hasSize(1)
                .first()
                .isInstanceOf(DeviceMessage.SosPressed.class);
        peer.say(bench.body("AL", "00020000"));
        assertThat(peer.heard()).as("an empty battery is not to be repeated").isEqualTo("[3G*8800000015*0002*AL]");
        assertThat(bench.gateway.log.signals()).hasSize(1);
        assertThat(bench.gateway.telemetry()).isEmpty();
        assertThat(bench.counters.rejects(Reject.NOT_PERMITTED)).isPositive();
        peer.hangUp();
    }

    @Test
    void aRelayGoesOnForTheOthers() {
        WatchBench.Peer relay = bench.connect().say("LK");
        relay.send(WatchBench.frame(WatchBench.OTHER, "LK"));
        relay.heard();
        bench.gateway.admit(WatchBench.ID, State.CLOSED);
        assertThat(relay.isClosed()).isFalse();
        bench.gateway.admit(WatchBench.OTHER, State.CLOSED);
        assertThat(relay.isClosed()).isTrue();
    }

    @Test
    void anAdoptedWatchIsServedWithItsNextFrame() throws Exception {
        bench.gateway.log.committing();
        WatchBench.Peer peer = bench.connect();
        peer.send(WatchBench.frame("7700000001", bench.body("AL", "00010000")));
        assertThat(peer.heard()).isEmpty();
        assertThat(bench.quarantine.callers().view().open()).hasSize(1);
        bench.provision("7700000001");
        peer.send(WatchBench.frame("7700000001", "LK,0,0,77"));
        assertThat(peer.heard()).isEqualTo("[3G*7700000001*0002*LK]");
        peer.send(WatchBench.frame("7700000001", bench.body("AL", "00010000")));
        assertThat(peer.heard()).isEqualTo("[3G*7700000001*0002*AL]");
        assertThat(bench.gateway.log.signals()).hasSize(1);
        peer.hangUp();
    }

    @Test
    void theVersionThatAWatchTellsIsShown() {
        WatchBench.Peer peer = bench.connect().say("LK");
        peer.say("VERNO,G29_BASE_V1.00_2014.04.23_17.46.49\u0001");
        assertThat(bench.latest(WatchBench.ID).link().firmware()).isEqualTo("G29_BASE_V1.00_2014.04.23_17.46.49");
        peer.hangUp();
    }
}

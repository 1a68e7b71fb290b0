package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fates;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.connection.ConnectionEvent;
import care.convoy.ingest.watch.WatchCounters.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchSessionTest {
    private static final DeviceId WATCH = new DeviceId(WatchBench.ID);

    private final WatchBench bench = new WatchBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void manyIdsOnOneConnectionAreEachAnsweredByTheirOwn() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < SessionLines.MAX_IDS; i++) {
            ids.add(String.valueOf(7_000_000_000L + i));
        }
        bench.provision(ids.toArray(String[]::new));
        WatchBench.Peer relay = bench.connect();
        StringBuilder all = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        ids.forEach(id -> {
            all.append(WatchBench.frame(id, "LK"));
            answers.append("[3G*").append(id).append("*0002*LK]");
        });
        relay.send(all.toString());
        assertThat(relay.heard()).isEqualTo(answers.toString());
        assertThat(bench.gateway.router.size()).isEqualTo(SessionLines.MAX_IDS);
        relay.say("LK");
        assertThat(relay.heard()).as("one more is heard").isEqualTo("[3G*8800000015*0002*LK]");
        assertThat(bench.gateway.router.size()).as("and the quietest forgotten").isEqualTo(SessionLines.MAX_IDS);
        assertThat(bench.gateway.router.send(new DeviceId(ids.getFirst()), new Downlink.Locate(1)))
                .isFalse();
        assertThat(bench.watches.get(Count.IDS_DROPPED)).isEqualTo(1);
        relay.hangUp();
        assertThat(bench.gateway.router.size()).isZero();
    }

    @Test
    void anUnknownIdGetsNoAnswerAndDoesNotDisturbTheOthers() {
        bench.gateway.log.committing();
        bench.gateway.registry.put(List.of(Gateway.device("9000000001", Protocol.JT808, new byte[0])));
        WatchBench.Peer relay = bench.connect();
        relay.send(WatchBench.frame("9999999999", "LK,0,0,50")
                + WatchBench.frame("9000000001", "LK")
                + WatchBench.frame(WatchBench.ID, "LK")
                + WatchBench.frame("9999999999", bench.body("AL", "00010000")));
        assertThat(relay.heard()).isEqualTo("[3G*8800000015*0002*LK]");
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(bench.counters.loginFailures(LoginFailure.UNKNOWN_DEVICE)).isEqualTo(2);
        assertThat(bench.counters.loginFailures(LoginFailure.WRONG_PROTOCOL)).isEqualTo(1);
        Quarantine.Entry caller = bench.quarantine.entries().getFirst();
        assertThat(caller.id()).isEqualTo("9999999999");
        assertThat(caller.lastKind()).isEqualTo("sos");
        assertThat(caller.count()).isEqualTo(2);
        assertThat(caller.vendor()).isEqualTo("3G");
        assertThat(bench.quarantine.callers().view().open())
                .extracting(UnknownCaller::id)
                .containsExactly("9999999999");
        relay.hangUp();
    }

    @Test
    void anImeiIsRecognisedByItsTailAndByItsMiddle() {
        bench.provision("868930001234567", "1111111111");
        WatchBench.Peer peer = bench.connect();
        peer.send(WatchBench.frame("0001234567", "LK")
                + WatchBench.frame("3000123456", "LK")
                + WatchBench.frame("999991111111111", "LK"));
        assertThat(peer.heard())
                .as("each answered by the id it uses")
                .isEqualTo("[3G*0001234567*0002*LK][3G*3000123456*0002*LK][3G*999991111111111*0002*LK]");
        assertThat(bench.gateway.router.send(new DeviceId("868930001234567"), new Downlink.Locate(1)))
                .isTrue();
        assertThat(peer.heard()).isEqualTo("[3G*3000123456*0002*CR]");
        bench.provision("999990001234567");
        peer.send(WatchBench.frame("0001234567", "LK"));
        assertThat(peer.heard()).as("it may be either").isEmpty();
        peer.hangUp();
    }

    @Test
    void theNewestConnectionGetsDownlinksAndTheOlderIsStillHeard() {
        WatchBench.Peer older = bench.connect().say("LK");
        older.heard();
        WatchBench.Peer newer = bench.connect().say("LK");
        newer.heard();
        assertThat(bench.watches.get(Count.USED_TWICE)).isEqualTo(1);
        Quarantine.Entry twice = bench.quarantine.entries().getFirst();
        assertThat(twice.reason()).isEqualTo(Quarantine.Reason.USED_TWICE);
        assertThat(twice.id()).isEqualTo(WatchBench.ID);
        bench.gateway.router.send(WATCH, new Downlink.Locate(1));
        assertThat(older.heard()).isEmpty();
        assertThat(newer.bodies()).containsExactly("CR");
        older.say("LK");
        assertThat(older.bodies()).containsExactly("LK");
        bench.gateway.router.send(WATCH, new Downlink.Locate(2));
        assertThat(newer.bodies()).containsExactly("CR");
        newer.hangUp();
        bench.gateway.router.send(WATCH, new Downlink.Locate(3));
        assertThat(older.bodies()).as("the one that is left").containsExactly("CR");
        older.hangUp();
    }

    @Test
    void anEchoConfirmsTheOldestCommandWithThatWord() {
        Fates fates = new Fates(bench.gateway.router);
        WatchBench.Peer watch = bench.connect().say("LK");
        assertThat(fates.taken()).containsExactly(WATCH + " there");
        bench.gateway.router.send(WATCH, new Downlink.Show(1, "a"));
        bench.gateway.router.send(WATCH, new Downlink.Show(1, "a"));
        bench.gateway.router.send(WATCH, new Downlink.Show(2, "b"));
        bench.gateway.router.send(WATCH, new Downlink.Configure(3, -1, 600, 900));
        bench.gateway.router.send(WATCH, new Downlink.Configure(4, 60, -1, -1));
        assertThat(watch.bodies())
                .containsExactly("LK", "MESSAGE,0061", "MESSAGE,0061", "MESSAGE,0062", "UPLOAD,900", "hrtstart,600");
        String id = WATCH.value();
        assertThat(fates.taken())
                .containsExactlyInAnyOrder(
                        id + " 1 AWAITED",
                        id + " 1 AWAITED",
                        id + " 2 AWAITED",
                        id + " 3 AWAITED",
                        id + " 4 UNSUPPORTED");
        watch.say("MESSAGE");
        watch.say("UPLOAD");
        watch.say("FIND");
        assertThat(fates.taken()).containsExactly(id + " 1 CONFIRMED");
        watch.say("MESSAGE");
        watch.say("hrtstart");
        assertThat(fates.taken()).containsExactly(id + " 2 CONFIRMED", id + " 3 CONFIRMED");
        watch.hangUp();
    }

    @Test
    void aConnectionThatIsSilentForLongIsNoSecondUse() {
        WatchBench.Peer older = bench.connect().say("LK");
        bench.pass(Duration.ofMinutes(6));
        WatchBench.Peer newer = bench.connect().say("LK");
        assertThat(bench.watches.get(Count.USED_TWICE)).isZero();
        older.say("LK");
        assertThat(bench.watches.get(Count.USED_TWICE)).isEqualTo(1);
        older.say("LK");
        newer.say("LK");
        assertThat(bench.watches.get(Count.USED_TWICE))
                .as("each connection says so once in a while")
                .isEqualTo(2);
        older.hangUp();
        newer.hangUp();
    }

    @Test
    void countlessConnectionsInOneNameAreBounded() {
        List<WatchBench.Peer> peers = new ArrayList<>();
        for (int i = 0; i < 3 * IdLines.MOST_PER_ID; i++) {
            peers.add(bench.connect().say("LK"));
        }
        assertThat(bench.gateway.router.size()).isEqualTo(1);
        peers.getFirst().say("LK");
        assertThat(peers.getFirst().bodies()).as("still heard").containsExactly("LK", "LK");
        peers.forEach(WatchBench.Peer::hangUp);
        assertThat(bench.gateway.router.size()).isZero();
    }

    @Test
    void whoIsNotKnownInAMinuteIsClosed() {
        WatchBench.Peer mute = bench.connect();
        WatchBench.Peer stranger = bench.connect();
        bench.pass(Duration.ofSeconds(30));
        stranger.send(WatchBench.frame("9999999999", "LK"));
        bench.pass(Duration.ofSeconds(31));
        assertThat(mute.isClosed()).isTrue();
        assertThat(stranger.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.LOGIN_DEADLINE)).isEqualTo(2);
        assertThat(bench.halfOpen.size()).isZero();
    }

    @Test
    void ofTooManyUnknownTheOldestGoes() {
        List<WatchBench.Peer> peers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            peers.add(bench.connect());
        }
        assertThat(peers.stream().filter(WatchBench.Peer::isClosed)).hasSize(2).contains(peers.get(0), peers.get(1));
        assertThat(bench.counters.endings(Ending.HALF_OPEN)).isEqualTo(2);
        peers.forEach(WatchBench.Peer::hangUp);
    }

    @Test
    void aWatchThatIsSilentForTwentyMinutesIsClosed() {
        WatchBench.Peer peer = bench.connect().say("LK");
        bench.pass(Duration.ofMinutes(19));
        peer.say("LK");
        bench.pass(Duration.ofMinutes(19));
        assertThat(peer.isClosed()).isFalse();
        bench.pass(Duration.ofMinutes(2));
        assertThat(peer.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.SILENT)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void aFrameThatDripsInIsNotWaitedForLong() {
        WatchBench.Peer peer = bench.connect().say("LK");
        peer.send("[3G*8800000015*ffff*UD,");
        for (int i = 0; i < 29; i++) {
            bench.pass(Duration.ofSeconds(1));
            peer.send("x");
        }
        assertThat(peer.isClosed()).isFalse();
        bench.pass(Duration.ofSeconds(2));
        assertThat(peer.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.PROTOCOL)).isEqualTo(1);

        WatchBench.Peer photo = bench.connect().say("LK").send("[3G*8800000015*ffff*img,");
        bench.pass(Duration.ofMinutes(2));
        assertThat(photo.isClosed()).as("a photo takes longer").isFalse();
        bench.pass(Duration.ofMinutes(2));
        assertThat(photo.isClosed()).isTrue();
        peer.hangUp();
        photo.hangUp();
    }

    @Test
    void aLengthThatIsTooLargeIsWaitedForOnlyShortly() {
        WatchBench.Peer peer = bench.connect().send("[3G*8800000015*0009*LK,0,100]");
        assertThat(peer.heard()).isEmpty();
        bench.pass(Duration.ofMillis(400));
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0002*LK]");
        assertThat(bench.watches.get(Count.LENGTH_WRONG)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void whatSpeaksSomethingElseIsClosed() {
        WatchBench.Peer browser = bench.connect().send("GET / HTTP/1.1\r\n".repeat(400));
        assertThat(browser.isClosed()).isTrue();
        WatchBench.Peer known =
                bench.connect().say("LK").send("x".repeat(8_000)).say("LK");
        assertThat(known.bodies()).as("a watch is forgiven more").containsExactly("LK", "LK");
        known.send("x".repeat(70_000));
        assertThat(known.isClosed()).isTrue();
        assertThat(bench.counters.rejects(Reject.MALFORMED)).isPositive();
        known.hangUp();
        WatchBench.Peer endless =
                bench.connect().say("LK").send("[3G*8800000015*00G0*UD,").send("x".repeat(70_000));
        assertThat(endless.isClosed()).isTrue();
        assertThat(bench.counters.rejects(Reject.TOO_LARGE)).isEqualTo(1);
        endless.hangUp();
    }

    @Test
    void framesInSingleBytesAreHeard() {
        WatchBench.Peer peer = bench.connect();
        for (char each :
                (WatchBench.frame(WatchBench.ID, "LK") + WatchBench.frame(WatchBench.OTHER, "TKQ")).toCharArray()) {
            peer.send(String.valueOf(each));
        }
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0002*LK][3G*8800000016*0003*TKQ]");
        peer.hangUp();
    }

    @Test
    void itEndsWithTheGateway() throws Exception {
        WatchBench.Peer peer = bench.connect().say(bench.body("AL", "00010000"));
        peer.channel.pipeline().fireUserEventTriggered(ConnectionEvent.SHUTDOWN);
        assertThat(peer.isClosed()).isTrue();
        bench.gateway.log.next().commit();
        assertThat(peer.heard())
                .as("too late for this connection; the watch repeats")
                .isEmpty();
        assertThat(bench.counters.connectionsOpen()).isZero();
    }
}

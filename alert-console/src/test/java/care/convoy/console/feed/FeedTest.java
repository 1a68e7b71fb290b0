package care.convoy.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertRow;
import care.convoy.console.Role;
import care.convoy.console.SystemState;
import care.convoy.console.Users;
import care.convoy.console.session.Caller;
import care.convoy.console.session.Sessions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final FeedStage desk = new FeedStage();

    private void claim(String alert) {
        long version = desk.stage.alerts().detail(alert).orElseThrow().row().version();
        AlertCommands.Key key = new AlertCommands.Key(FeedStage.LI, UUID.randomUUID());
        desk.stage.alerts().submit(new AlertCommands.Command.Claim(key, alert, version));
        desk.loop.settle();
    }

    @Test
    void newReaderGetsTheOpenAlertsInQueueOrder() {
        desk.stage.desk();
        Reader reader = desk.open("liming");
        assertThat(FeedStage.versions(reader.rows())).isEqualTo(desk.truth(""));
        List<String> priorities = reader.named("snapshot").getFirst().data().getJsonArray("alerts").stream()
                .map(row -> ((JsonObject) row).getString("priority"))
                .toList();
        assertThat(priorities).isSorted();
        assertThat(reader.lastId()).isNotNull();
    }

    @Test
    void firstChangeAfterQuietIsSentAtOnceAndTheNextAreGathered() {
        Reader reader = desk.open("liming");
        desk.pass(Duration.ofSeconds(1));
        String alert = desk.raise("R0001");
        assertThat(reader.named("alerts")).hasSize(1);
        for (int i = 0; i < 5; i++) {
            desk.stage.alerts().pressAgain(alert);
            desk.loop.settle();
        }
        assertThat(reader.named("alerts")).hasSize(1);
        desk.pass(Duration.ofMillis(20));
        assertThat(reader.named("alerts")).hasSize(2);
        assertThat(reader.rows().get(alert).getInteger("presses")).isEqualTo(6);
    }

    @Test
    void resumeSendsWhatWasMissedOnly() {
        desk.stage.desk();
        Caller li = desk.caller("liming");
        Reader before = desk.open(li, null);
        String alert = desk.raise("R0011");
        desk.pass(Duration.ofSeconds(1));
        claim(alert);
        desk.pass(Duration.ofSeconds(1));
        Reader after = new Reader();
        after.takeOver(before);
        Reader other = desk.open(li, before.lastId());
        assertThat(other.named("snapshot")).isEmpty();
        assertThat(other.named("resumed").getFirst().data().getInteger("missed"))
                .isZero();

        String second = desk.raise("R0012");
        desk.pass(Duration.ofSeconds(1));
        Reader late = new Reader();
        late.takeOver(after);
        desk.feed().open(li, after.lastId(), late, late::abort).orElseThrow();
        assertThat(late.named("resumed").getFirst().data().getInteger("missed")).isEqualTo(1);
        assertThat(late.rows()).containsKey(second);
        assertThat(FeedStage.versions(late.rows())).isEqualTo(desk.truth(""));
    }

    @Test
    void afterARestartAReaderIsResetAndGetsASnapshot() {
        desk.stage.desk();
        Caller li = desk.caller("liming");
        String former = desk.open(li, null).lastId();
        desk.restart();
        Reader reader = desk.open(li, former);
        assertThat(reader.named("reset").getFirst().data().getString("reason")).isEqualTo("restart");
        assertThat(FeedStage.versions(reader.rows())).isEqualTo(desk.truth(""));
    }

    @Test
    void anIdOfThisRunThatLiesAheadIsNotTakenForNothingMissed() {
        Caller li = desk.caller("liming");
        String former = desk.open(li, null).lastId();
        String ahead = former == null ? "" : former.substring(0, 17) + "999999";
        assertThat(desk.open(li, ahead).named("reset").getFirst().data().getString("reason"))
                .isEqualTo("gap");
        assertThat(desk.open(li, "rubbish").named("reset")).hasSize(1);
    }

    @Test
    void readerThatMissedMoreThanTheRingHoldsIsReset() {
        FeedStage small = new FeedStage(FeedStage.limits(10, 8, 500, 100));
        Caller li = small.caller("liming");
        String former = small.open(li, null).lastId();
        String alert = small.raise("R0001");
        for (int i = 0; i < 8; i++) {
            small.stage.alerts().pressAgain(alert);
            small.pass(Duration.ofMillis(30));
        }
        Reader reader = small.open(li, former);
        assertThat(reader.named("reset").getFirst().data().getString("reason")).isEqualTo("gap");
        assertThat(FeedStage.versions(reader.rows())).isEqualTo(small.truth(""));
    }

    @Test
    void slowReaderGetsTheNewestStateAndHoldsNoMoreThanTheOpenAlerts() {
        desk.stage.desk();
        Reader slow = desk.open("liming");
        slow.stall(1);
        List<String> ids = desk.stage.alerts().open().stream().map(AlertRow::id).toList();
        for (int round = 0; round < 1_000; round++) {
            desk.stage.alerts().pressAgain(ids.get(round % ids.size()));
            desk.pass(Duration.ofMillis(25));
        }
        assertThat(desk.feed().stats().conflated()).isGreaterThan(900);
        int before = slow.named("alerts").size();
        assertThat(before).isLessThanOrEqualTo(1);
        slow.drain();
        assertThat(slow.named("alerts")).hasSizeLessThanOrEqualTo(before + 1);
        assertThat(FeedStage.versions(slow.rows())).isEqualTo(desk.truth(""));
    }

    @Test
    void readerForWhomTooMuchWaitsStartsAgainWithASnapshot() {
        FeedStage small = new FeedStage(FeedStage.limits(10, 1_000, 500, 5));
        Reader slow = small.open("liming");
        slow.stall(1);
        for (int i = 0; i < 40; i++) {
            small.raise("R0001");
            small.pass(Duration.ofMillis(25));
        }
        assertThat(small.feed().stats().overflowed()).isPositive();
        slow.drain();
        assertThat(slow.named("reset")).isNotEmpty();
        assertThat(FeedStage.versions(slow.rows())).isEqualTo(small.truth(""));
    }

    @Test
    void largeSnapshotComesInPartsAndOnlyTheLastMovesTheEventId() {
        FeedStage small = new FeedStage(FeedStage.limits(10, 1_000, 3, 100));
        small.stage.desk();
        Reader reader = small.open("liming");
        List<Reader.Message> parts = reader.named("snapshot");
        assertThat(parts).hasSize(4);
        assertThat(parts.subList(0, 3)).allMatch(part -> part.id() == null);
        assertThat(parts.getLast().id()).isNotNull();
        assertThat(FeedStage.versions(reader.rows())).isEqualTo(small.truth(""));
    }

    @Test
    void readerThatTakesNothingForAMinuteIsDropped() {
        Reader slow = desk.open("liming");
        Reader good = desk.open("liumin");
        slow.stall(0);
        desk.seconds(59);
        assertThat(slow.aborted()).isFalse();
        desk.seconds(3);
        assertThat(slow.aborted()).isTrue();
        assertThat(good.aborted()).isFalse();
        assertThat(desk.feed().stats().connections()).isEqualTo(1);
        assertThat(desk.feed().stats().dropped()).isEqualTo(1);
    }

    @Test
    void slowReaderThatStillTakesSomethingIsNotDropped() {
        Reader slow = desk.open("liming");
        slow.stall(1);
        for (int i = 0; i < 5; i++) {
            desk.seconds(30);
            slow.sip(1);
        }
        assertThat(slow.aborted()).isFalse();
    }

    @Test
    void heartbeatComesEveryFifteenSeconds() {
        Reader reader = desk.open("liming");
        desk.seconds(61);
        assertThat(reader.named("heartbeat")).hasSize(4);
    }

    @Test
    void readerOfACountySeesItsOwnAndWhatIsNobodysOnly() {
        Reader county = desk.open("mengjie");
        String own = desk.raise("R0001");
        String other = desk.raise("R0099");
        String unknown = desk.stage.alerts().raise("sos", AlertRow.Priority.P1, null, 0);
        desk.pass(Duration.ofSeconds(1));
        assertThat(county.rows()).containsOnlyKeys(own, unknown);
        assertThat(county.messages())
                .noneMatch(message -> message.data().encode().contains(other));
    }

    @Test
    void readersOfOneScopeShareOneFrame() {
        for (int i = 0; i < 4; i++) {
            desk.open("liming");
        }
        desk.pass(Duration.ofSeconds(1));
        long rows = desk.feed().stats().rows();
        desk.raise("R0001");
        assertThat(desk.feed().stats().rows()).isEqualTo(rows + 1);
    }

    @Test
    void oneMoreReaderThanTheBoundIsRefusedAndASeatsOldestIsReplaced() {
        FeedStage small = new FeedStage(FeedStage.limits(3, 100, 500, 100));
        Reader first = small.open("liming");
        small.open("liumin");
        small.open("mengjie");
        Reader fourth = new Reader();
        assertThat(small.feed().open(small.caller("banzhang"), null, fourth, fourth::abort))
                .isEmpty();
        assertThat(small.feed().stats().refused()).isEqualTo(1);
        assertThat(fourth.messages()).isEmpty();

        Caller liu = desk.caller("liumin");
        Reader oldest = desk.open(liu, null);
        for (int i = 0; i < 6; i++) {
            desk.open(liu, null);
        }
        assertThat(oldest.aborted()).isTrue();
        assertThat(desk.feed().stats().connections()).isEqualTo(6);
        assertThat(first.aborted()).isFalse();
    }

    @Test
    void revokedSessionClosesItsFeedAtOnce() {
        Caller li = desk.caller("liming");
        Reader reader = desk.open(li, null);
        Reader other = desk.open("liming");
        if (li.session() != null) {
            desk.sessions.end(li.session(), Sessions.EndReason.REVOKED);
        }
        assertThat(reader.ended()).isTrue();
        assertThat(reader.messages().getLast().data().getString("state")).isEqualTo("ENDED");
        assertThat(other.ended()).isFalse();
    }

    @Test
    void disabledUserAndLostRoleEndTheFeedWithinATick() {
        Reader reader = desk.open("liming");
        Reader other = desk.open("liumin");
        desk.stage.users().change("liming", user -> changed(user, user.role(), user.scope(), false));
        desk.stage.users().change("liumin", user -> changed(user, Role.ADMIN, "", true));
        desk.seconds(1);
        assertThat(reader.ended()).isTrue();
        assertThat(reader.messages().getLast().data().getString("reason")).isEqualTo("revoked");
        assertThat(other.ended()).isTrue();
        assertThat(other.messages().getLast().data().getString("reason")).isEqualTo("role");
    }

    @Test
    void otherScopeActsOnTheLiveFeed() {
        desk.stage.desk();
        desk.raise("R0099");
        Reader reader = desk.open("liming");
        desk.stage.users().change("liming", user -> changed(user, user.role(), "430299", true));
        desk.seconds(1);
        assertThat(reader.named("reset").getFirst().data().getString("reason")).isEqualTo("access");
        assertThat(FeedStage.versions(reader.rows()))
                .isEqualTo(desk.truth("430299"))
                .hasSize(1);
    }

    private static Users.User changed(Users.User user, Role role, String scope, boolean enabled) {
        return new Users.User(user.login(), user.name(), role, scope, user.argon2id(), user.oneTimePassword(), enabled);
    }

    @Test
    void idleSessionIsWarnedThenEnds() {
        Reader reader = desk.open("liming");
        desk.seconds(13 * 60 - 1);
        assertThat(reader.named("session")).isEmpty();
        desk.seconds(2);
        assertThat(reader.named("session").getFirst().data().getString("reason"))
                .isEqualTo("idle");
        desk.seconds(120);
        assertThat(reader.ended()).isTrue();
        assertThat(desk.sessions.size()).isZero();
    }

    @Test
    void whoHoldsACaseIsWarnedButNeverDropped() {
        String alert = desk.raise("R0001");
        Reader reader = desk.open("liming");
        claim(alert);
        desk.seconds(13 * 3_600);
        assertThat(reader.ended()).isFalse();
        assertThat(reader.named("session").getLast().data().getBoolean("kept")).isTrue();
        assertThat(desk.sessions.size()).isEqualTo(1);

        desk.stage.alerts().lapse(alert);
        desk.seconds(1);
        assertThat(reader.ended()).isTrue();
        assertThat(desk.sessions.size()).isZero();
    }

    @Test
    void viewersAreToldToThoseWhoSeeTheAlertUntilTheyLeave() {
        String alert = desk.raise("R0099");
        Reader li = desk.open("liming");
        Reader county = desk.open("mengjie");
        Caller liu = desk.caller("liumin");
        desk.feed().present(liu, alert);
        assertThat(li.named("presence").getLast().data().getJsonArray("viewers").encode())
                .contains("刘敏");
        assertThat(county.named("presence")).isEmpty();
        desk.seconds(30);
        desk.feed().present(liu, alert);
        desk.seconds(30);
        assertThat(li.named("presence")).hasSize(1);
        desk.seconds(15);
        assertThat(li.named("presence").getLast().data().getJsonArray("viewers"))
                .isEmpty();
    }

    @Test
    void whoMayNotSeeAnAlertCannotBeShownAsItsViewer() {
        String alert = desk.raise("R0099");
        desk.feed().present(desk.caller("mengjie"), alert);
        assertThat(desk.feed().viewers(alert)).isEmpty();
    }

    @Test
    void stateOfTheSystemIsToldWhenItChanges() {
        Reader reader = desk.open("liming");
        desk.seconds(5);
        int told = reader.named("system").size();
        desk.seconds(5);
        assertThat(reader.named("system")).hasSize(told);
        desk.stage.system(new SystemState.Snapshot(
                "0.1.0",
                false,
                new SystemState.Log(SystemState.LogHealth.NO_QUORUM, 1, 3),
                SystemState.Database.DOWN,
                true,
                -1));
        desk.seconds(1);
        JsonObject state = reader.named("system").getLast().data();
        assertThat(state.getString("database")).isEqualTo("DOWN");
        assertThat(state.getBoolean("degraded")).isTrue();
        assertThat(state.getJsonObject("log").getString("health")).isEqualTo("NO_QUORUM");
    }

    @Test
    void degradedIsToldWithWhatIsNotMergedYetAndWhatToLookAt() {
        String alert = desk.raise("R0001");
        desk.raise("R0002");
        Reader reader = desk.open("liming");
        desk.stage.alerts().durability(alert, AlertRow.Durability.LOCAL);
        desk.stage.system(new SystemState.Snapshot(
                "0.1.0",
                false,
                new SystemState.Log(SystemState.LogHealth.DEGRADED, 1, 3),
                SystemState.Database.UP,
                true,
                -1,
                List.of(SystemState.Notice.DISK_LOW, SystemState.Notice.MEMBER_AWAY)));
        desk.seconds(1);
        JsonObject state = reader.named("system").getLast().data();
        assertThat(state.getJsonObject("log").getString("state")).isEqualTo("DEGRADED");
        assertThat(state.getJsonObject("log").getString("health")).isEqualTo("NO_QUORUM");
        assertThat(state.getJsonObject("log").getInteger("unmerged")).isEqualTo(1);
        assertThat(state.getJsonArray("notices")).containsExactly("DISK_LOW", "MEMBER_AWAY");
    }

    @Test
    void whatTheLogTakesOverCountsItsOwnVersions() {
        String alert = desk.raise("R0001");
        desk.stage.alerts().durability(alert, AlertRow.Durability.LOCAL);
        for (int i = 0; i < 5; i++) {
            desk.stage.alerts().pressAgain(alert);
        }
        Reader reader = desk.open("liming");
        desk.pass(Duration.ofSeconds(1));
        desk.stage.alerts().takenOverAs(alert, 2);
        desk.pass(Duration.ofSeconds(1));
        assertThat(reader.rows().get(alert).getString("durability")).isNull();
        assertThat(reader.rows().get(alert).getLong("version")).isEqualTo(2);
        assertThat(FeedStage.versions(reader.rows())).isEqualTo(desk.truth(""));
    }

    @Test
    void whatIsOnlyLocalMayBeEndedByTheLog() {
        String alert = desk.raise("R0001");
        desk.stage.alerts().durability(alert, AlertRow.Durability.LOCAL);
        desk.stage.alerts().pressAgain(alert);
        Reader reader = desk.open("liming");
        desk.stage.alerts().endedInTheLog(alert, 1);
        desk.pass(Duration.ofSeconds(1));
        assertThat(reader.rows()).doesNotContainKey(alert);
    }

    @Test
    void heldAlertsAreNoneThatWait() {
        String alert = desk.raise("R0001");
        Reader reader = desk.open("liming");
        desk.stage.alerts().holdOnTest(alert, Duration.ofMinutes(5));
        desk.seconds(1);
        JsonObject alerts = reader.named("system").getLast().data().getJsonObject("alerts");
        assertThat(alerts.getInteger("open")).isEqualTo(1);
        assertThat(alerts.getInteger("unclaimed")).isZero();
        assertThat(alerts.containsKey("oldestUnclaimedAt")).isFalse();
    }

    @Test
    void durabilityAloneIsAChange() {
        String alert = desk.raise("R0001");
        Reader reader = desk.open("liming");
        desk.stage.alerts().durability(alert, AlertRow.Durability.LOCAL);
        desk.pass(Duration.ofSeconds(1));
        assertThat(reader.rows().get(alert).getString("durability")).isEqualTo("LOCAL");
        desk.stage.alerts().durability(alert, AlertRow.Durability.COMMITTED);
        desk.pass(Duration.ofSeconds(1));
        assertThat(reader.rows().get(alert).getString("durability")).isNull();
    }

    @Test
    void epochsOfTwoRunsDiffer() {
        Set<String> epochs = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            epochs.add(desk.feed().epoch());
            desk.restart();
        }
        assertThat(epochs).hasSize(20);
    }
}

package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.ConsolePorts;
import care.convoy.console.Operator;
import care.convoy.console.session.Access;
import care.convoy.console.session.Caller;
import care.convoy.console.session.Session;
import care.convoy.console.session.Sessions;
import care.convoy.console.stage.Stage;
import care.convoy.console.stage.StagedClock;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A feed on a stage, its loop and its clock in the hands of a test. */
final class FeedStage {
    static final Operator LI = new Operator("liming", "李明");

    final StagedClock clock = new StagedClock();
    final HandLoop loop = new HandLoop(clock);
    final Stage stage = new Stage(clock.wall());
    final Sessions sessions = new Sessions(clock.console(), Sessions.Limits.usual());
    final Access access;
    private final FeedLimits limits;
    private @Nullable Feed feed;

    FeedStage(FeedLimits limits) {
        this.limits = limits;
        this.access = new Access(stage.users(), sessions);
    }

    FeedStage() {
        this(FeedLimits.usual());
    }

    static FeedLimits limits(int connections, int ring, int rowsPerFrame, int waiting) {
        FeedLimits usual = FeedLimits.usual();
        return new FeedLimits(
                connections,
                usual.perSeat(),
                ring,
                rowsPerFrame,
                waiting,
                usual.flush(),
                usual.heartbeat(),
                usual.drain(),
                usual.presence());
    }

    /** The feed, started when first asked for, as the server is after the gateway. */
    Feed feed() {
        if (feed == null) {
            ConsolePorts ports = stage.ports();
            feed = new Feed(
                    new Feed.Parts(
                            ports.alerts(), ports.system(), ports.unknown(), access, sessions, clock.console(), loop),
                    limits);
            loop.settle();
        }
        return feed;
    }

    /** Stops it and forgets it, as a restart does; the next one draws a new epoch. */
    void restart() {
        feed().close();
        feed = null;
    }

    Caller caller(String login) {
        String id = sessions.open(login, new Session.Origin("127.0.0.1", "test"));
        return access.bySession(id).orElseThrow();
    }

    Reader open(Caller caller, @Nullable String lastEventId) {
        Reader reader = new Reader();
        feed().open(caller, lastEventId, reader, reader::abort).orElseThrow();
        return reader;
    }

    Reader open(String login) {
        return open(caller(login), null);
    }

    String raise(String resident) {
        String id = stage.alerts()
                .raise("sos", AlertRow.Priority.P1, stage.records().person(resident), 0);
        loop.settle();
        return id;
    }

    /** Seconds, each with its tick. */
    void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.pass(1_000);
            sessions.sweep();
            feed().tick();
        }
    }

    /** Only time, no tick. */
    void pass(Duration time) {
        loop.pass(time.toMillis());
    }

    /** What a reader with this scope must know in the end: id and version. */
    Map<String, Long> truth(String scope) {
        Map<String, Long> truth = new TreeMap<>();
        stage.alerts().open().stream()
                .filter(row -> row.regionCode().isEmpty() || row.regionCode().startsWith(scope))
                .forEach(row -> truth.put(row.id(), row.version()));
        return truth;
    }

    static Map<String, Long> versions(Map<String, JsonObject> rows) {
        Map<String, Long> versions = new TreeMap<>();
        rows.forEach((id, row) -> versions.put(id, row.getLong("version")));
        return versions;
    }
}

package care.convoy.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.stage.StagedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
    private static final Session.Origin ORIGIN = new Session.Origin("127.0.0.1", "desk 7");

    private final StagedClock clock = new StagedClock();

    @TempDir
    private Path folder = Path.of("");

    private Sessions run() {
        return new Sessions(clock.console(), Sessions.Limits.usual());
    }

    private Path file() {
        return folder.resolve("sessions.json");
    }

    private Sessions restarted() {
        Sessions next = run();
        new SessionFile(file(), next).restore();
        return next;
    }

    @Test
    void sessionLivesOnAfterARestartAsLongAsItWouldHave() {
        Sessions first = run();
        String id = first.open("liming", ORIGIN);
        clock.advance(Duration.ofMinutes(10));
        new SessionFile(file(), first).tick(Runnable::run);

        Sessions second = restarted();
        Session found = Objects.requireNonNull(second.find(id));
        assertThat(found.user()).isEqualTo("liming");
        assertThat(found.origin()).isEqualTo(ORIGIN);
        clock.advance(Duration.ofMinutes(5));
        assertThat(second.find(id)).isNull();
    }

    @Test
    void endedAndExpiredSessionsDoNotComeBack() {
        Sessions first = run();
        String ended = first.open("liming", ORIGIN);
        String expired = first.open("liumin", ORIGIN);
        SessionFile file = new SessionFile(file(), first);
        file.tick(Runnable::run);
        first.end(Objects.requireNonNull(first.find(ended)), Sessions.EndReason.LOGOUT);
        file.tick(Runnable::run);
        clock.advance(Duration.ofMinutes(16));

        Sessions second = restarted();
        assertThat(second.find(ended)).isNull();
        assertThat(second.find(expired)).isNull();
    }

    @Test
    void useIsWrittenEveryTenSecondsAndAtTheEnd() throws IOException {
        Sessions first = run();
        String id = first.open("liming", ORIGIN);
        SessionFile file = new SessionFile(file(), first);
        file.tick(Runnable::run);
        String before = Files.readString(file());
        clock.advance(Duration.ofMinutes(1));
        first.active(Objects.requireNonNull(first.find(id)));
        file.tick(Runnable::run);
        assertThat(file()).hasContent(before);
        for (int i = 0; i < 8; i++) {
            file.tick(Runnable::run);
        }
        assertThat(Files.readString(file())).isNotEqualTo(before);
        String atTen = Files.readString(file());
        clock.advance(Duration.ofMinutes(1));
        first.active(Objects.requireNonNull(first.find(id)));
        file.close();
        assertThat(Files.readString(file())).isNotEqualTo(atTen);
    }

    @Test
    void fileHoldsNothingThatOpensASessionAndIsForItsOwnerOnly() throws IOException {
        Sessions first = run();
        String id = first.open("liming", ORIGIN);
        new SessionFile(file(), first).tick(Runnable::run);
        assertThat(Files.readString(file())).doesNotContain(id).contains(Tokens.hash(id));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void brokenFileCostsALogInAndNoMore() throws IOException {
        for (String content : new String[] {"", "{", "[1]", "[{}]", "[{\"id\":\"x\"}]", "[{\"id\":7}]"}) {
            Files.writeString(file(), content);
            assertThat(restarted().size()).isZero();
        }
    }
}

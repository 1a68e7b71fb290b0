package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange of a log that was left behind for a seeded one, broken off anywhere. */
class SelfSeedTest {
    private static final List<String> PARTS = List.of("archive", "cluster", "events", "member");

    @TempDir
    private Path scratch;

    private static void lay(Path place, String content) throws IOException {
        for (String part : List.of("archive", "cluster", "events")) {
            Files.createDirectories(place.resolve(part));
            Files.writeString(place.resolve(part).resolve("file"), content);
        }
        Files.writeString(place.resolve("member"), content);
    }

    private static String content(Path part) throws IOException {
        return Files.readString(Files.isDirectory(part) ? part.resolve("file") : part);
    }

    private static List<Path> aside(Path log) throws IOException {
        try (Stream<Path> all = Files.list(log)) {
            return all.filter(path -> path.getFileName().toString().startsWith("left-behind"))
                    .toList();
        }
    }

    @Test
    void whereverItWasBrokenOffTheNextStartFinishesItAndNothingOfTheOldLogIsGone() throws Exception {
        for (int moves = 0; moves <= 2 * PARTS.size(); moves++) {
            Path log = Files.createDirectories(scratch.resolve("log-" + moves));
            Path copy = log.resolve("seeded.whole");
            lay(log, "old");
            lay(copy, "new");
            Path former = Files.createDirectories(log.resolve("left-behind"));
            for (int move = 0; move < moves; move++) {
                String part = PARTS.get(move / 2);
                Path from = move % 2 == 0 ? log : copy;
                Files.move(from.resolve(part), (move % 2 == 0 ? former : log).resolve(part));
            }

            SelfSeed.finish(log);
            SelfSeed.finish(log);

            assertThat(aside(log)).as("after " + moves + " moves").hasSize(1);
            Path kept = aside(log).getFirst();
            List<String> now = new ArrayList<>();
            List<String> before = new ArrayList<>();
            for (String part : PARTS) {
                now.add(content(log.resolve(part)));
                before.add(content(kept.resolve(part)));
            }
            assertThat(now).containsOnly("new");
            assertThat(before).containsOnly("old");
            assertThat(copy).doesNotExist();
        }
    }

    @Test
    void aSecondLogIsNotMovedAsideBeforeAPersonLooked() throws Exception {
        Path log = Files.createDirectories(scratch.resolve("log"));
        lay(log, "old");
        Files.createDirectories(log.resolve("left-behind-20260101-000000"));

        assertThatThrownBy(() -> SelfSeed.prepare(
                        log,
                        Membership.parse("127.0.0.1:20000,127.0.0.1:20010,127.0.0.1:20020", 0),
                        new LeftBehind(1, 2)))
                .isInstanceOf(MembershipConflict.class)
                .hasMessageContaining("left-behind-20260101-000000")
                .hasMessageContaining("delete it");
        assertThat(content(log.resolve("archive"))).isEqualTo("old");
    }

    @Test
    void whileTheOthersAreAwayNothingIsChanged() throws Exception {
        Path log = Files.createDirectories(scratch.resolve("log"));
        lay(log, "old");

        assertThatThrownBy(() -> SelfSeed.prepare(
                        log,
                        Membership.parse("127.0.0.1:20000,127.0.0.1:20010,127.0.0.1:20020", 0),
                        new LeftBehind(1, 2)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(MembershipConflict.class)
                .hasMessageContaining("0 of the two other members answer");
        assertThat(content(log.resolve("archive"))).isEqualTo("old");
        assertThat(aside(log)).isEmpty();
    }
}

package care.convoy.warning.intake;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.resident.StorageUnavailable;
import care.convoy.warning.CapReader;
import care.convoy.warning.CapText;
import care.convoy.warning.Reception;
import care.convoy.warning.Warning;
import care.convoy.warning.WarningBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarningDirectoryTest {
    @TempDir
    private Path root;

    private final ListedBook book = new ListedBook();
    private Path dropped;
    private WarningDirectory directory;

    /** Keeps ids in a list; may be away, or full. */
    private static final class ListedBook implements WarningBook {
        final List<String> kept = new ArrayList<>();
        boolean away;
        boolean full;

        @Override
        public Kept add(Incoming incoming, byte[] xml) {
            if (away) {
                throw new StorageUnavailable("away", new IllegalStateException());
            }
            if (full) {
                return Kept.NO_ROOM;
            }
            kept.add(incoming.message().id().identifier());
            return Kept.STORED;
        }

        @Override
        public List<Long> current(Instant now, int most) {
            throw new IllegalStateException("not asked");
        }

        @Override
        public List<Warning> read(Collection<Long> numbers) {
            throw new IllegalStateException("not asked");
        }

        @Override
        public int forget(Instant endedBefore) {
            throw new IllegalStateException("not asked");
        }
    }

    @BeforeEach
    void open() throws IOException {
        dropped = root.resolve("dropped");
        directory = new WarningDirectory(dropped, new Reception(book));
    }

    private void drop(String name, byte[] content) throws IOException {
        Files.write(dropped.resolve(name), content);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void pollTwice() {
        directory.poll();
        directory.poll();
    }

    @Test
    void filesAreTakenInOrderWhenTheyNoLongerGrow() throws IOException {
        drop("b.xml", CapText.rainstorm("b").bytes());
        drop("a.xml", CapText.rainstorm("a").bytes());
        drop("a.xml.part", CapText.rainstorm("part").bytes());
        directory.poll();
        assertThat(book.kept).isEmpty();
        assertThat(directory.waiting()).isEqualTo(2);
        drop("b.xml", (CapText.rainstorm("b") + " ").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        directory.poll();
        assertThat(book.kept).containsExactly("a");
        directory.poll();
        assertThat(book.kept).containsExactly("a", "b");
        assertThat(names(dropped.resolve("done"))).containsExactly("a.xml", "b.xml");
        assertThat(names(dropped)).containsExactly("a.xml.part", "done", "refused");
        assertThat(directory.complaint()).isNull();
    }

    @Test
    void whatIsWrongIsPutAsideWithTheElementAndTheMend() throws IOException {
        drop("bad.xml", CapText.rainstorm("x").status("actual").bytes());
        drop("large.xml", new byte[CapReader.MOST_BYTES + 1]);
        drop("good.xml", CapText.rainstorm("good").bytes());
        pollTwice();
        assertThat(names(dropped.resolve("refused")))
                .containsExactly("bad.xml", "bad.xml.error", "large.xml", "large.xml.error");
        assertThat(Files.readString(dropped.resolve("refused/bad.xml.error")))
                .startsWith("alert.status: ")
                .contains("Actual");
        assertThat(Files.readString(dropped.resolve("refused/large.xml.error"))).contains("262144");
        assertThat(book.kept).containsExactly("good");
        // the same name again replaces what was said of it
        drop("bad.xml", CapText.rainstorm("x").infos("").bytes());
        pollTwice();
        assertThat(Files.readString(dropped.resolve("refused/bad.xml.error"))).startsWith("alert.info: ");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path secret = Files.write(
                root.resolve("elsewhere.xml"), CapText.rainstorm("x").bytes());
        Files.createSymbolicLink(dropped.resolve("link.xml"), secret);
        Files.createDirectory(dropped.resolve("folder.xml"));
        pollTwice();
        assertThat(book.kept).isEmpty();
        assertThat(secret).exists();
        assertThat(directory.waiting()).isZero();
    }

    @Test
    void filesWaitWhileTheyCannotBeKept() throws IOException {
        drop("a.xml", CapText.rainstorm("a").bytes());
        book.away = true;
        pollTwice();
        assertThat(names(dropped)).contains("a.xml");
        assertThat(directory.complaint()).contains("database");
        book.away = false;
        book.full = true;
        directory.poll();
        assertThat(names(dropped)).contains("a.xml");
        assertThat(directory.complaint()).contains("too many");
        book.full = false;
        directory.poll();
        assertThat(book.kept).containsExactly("a");
        assertThat(directory.complaint()).isNull();
    }

    @Test
    void fiftyAreTakenAtOnceAndADirectoryThatGoesIsToldOf() throws IOException {
        for (int i = 0; i < 60; i++) {
            drop("w%02d.xml".formatted(i), CapText.rainstorm("w" + i).bytes());
        }
        pollTwice();
        assertThat(book.kept).hasSize(50);
        directory.poll();
        assertThat(book.kept).hasSize(60);
        Files.move(dropped, root.resolve("away"));
        directory.poll();
        assertThat(directory.complaint()).contains("cannot be worked with");
        Files.move(root.resolve("away"), dropped);
        directory.poll();
        assertThat(directory.complaint()).isNull();
    }
}

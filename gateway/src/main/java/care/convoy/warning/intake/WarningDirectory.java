package care.convoy.warning.intake;

import care.convoy.resident.StorageUnavailable;
import care.convoy.warning.CapReader;
import care.convoy.warning.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory where CAP messages are dropped as {@code *.xml}; each is moved to {@code done/}, or to {@code refused/} with a file
 * {@code .error} beside it that names the element and the mend. {@link #poll} is called by one thread; the figures by any.
 *
 * <p>A file is read when neither its size nor its time changed between two polls: who writes slowly had better write another name and
 * rename it. At most {@value #AT_ONCE} files a poll, in the order of their names; what cannot be kept now stays where it is. Links are
 * not followed.
 */
public final class WarningDirectory {
    private static final int AT_ONCE = 50;
    /** What is looked at of a directory that somebody fills faster than it is read. */
    private static final int MOST_LISTED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(WarningDirectory.class);

    private final Path directory;
    private final Reception reception;
    private Map<Path, Look> before = Map.of();
    private volatile int waiting;
    private volatile @Nullable String complaint;

    private record Look(long size, long changedMillis) {}

    /** @throws IOException if it, or {@code done} and {@code refused} in it, can neither be found nor made */
    public WarningDirectory(Path directory, Reception reception) throws IOException {
        this.directory = directory;
        this.reception = reception;
        Files.createDirectories(directory.resolve("done"));
        Files.createDirectories(directory.resolve("refused"));
    }

    /** Takes what lies there ready. Never throws; says in {@link #complaint} what it cannot do. */
    public void poll() {
        try {
            Map<Path, Look> now = list();
            waiting = now.size();
            List<Path> ready = now.entrySet().stream()
                    .filter(each -> each.getValue().equals(before.get(each.getKey())))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .limit(AT_ONCE)
                    .toList();
            before = now;
            boolean hasRoom = true;
            for (int i = 0; i < ready.size() && hasRoom; i++) {
                hasRoom = take(ready.get(i));
            }
            complaint = hasRoom ? null : "too many warnings within a day: files wait in " + directory;
        } catch (StorageUnavailable away) {
            complaint = "the database is away: warnings wait in " + directory;
        } catch (IOException | DirectoryIteratorException broken) {
            tell("the directory of warnings " + directory + " cannot be worked with: " + broken);
        } catch (RuntimeException broken) {
            LOG.error("warnings cannot be kept", broken);
            complaint = "warnings cannot be kept: the log says why";
        }
    }

    private void tell(String what) {
        if (!what.equals(complaint)) {
            LOG.warn("{}", what);
        }
        complaint = what;
    }

    private Map<Path, Look> list() throws IOException {
        Map<Path, Look> found = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.xml")) {
            for (Path file : files) {
                BasicFileAttributes is = attributes(file);
                if (is != null
                        && is.isRegularFile()
                        && !file.getFileName().toString().startsWith(".")) {
                    found.put(file, new Look(is.size(), is.lastModifiedTime().toMillis()));
                }
                if (found.size() >= MOST_LISTED) {
                    break;
                }
            }
        }
        return found;
    }

    /** Null if it went meanwhile. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException taken) {
            return null;
        }
    }

    /** @return false if there is no room for more today */
    private boolean take(Path file) throws IOException {
        byte[] xml;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            // one byte more tells that it is too large
            xml = in.readNBytes(CapReader.MOST_BYTES + 1);
        } catch (NoSuchFileException taken) {
            return true;
        }
        switch (reception.accept(xml, "file", "")) {
            case Reception.Taken _ -> move(file, "done");
            case Reception.Refused refused -> refuse(file, refused);
            case Reception.NoRoom _ -> {
                return false;
            }
        }
        return true;
    }

    private void refuse(Path file, Reception.Refused refused) throws IOException {
        Path error = directory.resolve("refused").resolve(file.getFileName() + ".error");
        // replaced as a whole: a link under this name would lead elsewhere
        Files.deleteIfExists(error);
        Files.writeString(
                error,
                refused.element() + ": " + refused.mend() + System.lineSeparator(),
                StandardOpenOption.CREATE_NEW);
        move(file, "refused");
    }

    private void move(Path file, String to) throws IOException {
        try {
            Files.move(file, directory.resolve(to).resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException taken) {
            LOG.debug("another gateway took the file first");
        }
    }

    /** Files that lay there at the last poll. */
    public int waiting() {
        return waiting;
    }

    /** What is wrong; null if nothing is. */
    public @Nullable String complaint() {
        return complaint;
    }
}

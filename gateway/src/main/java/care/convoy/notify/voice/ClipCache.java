package care.convoy.notify.voice;

import care.convoy.resident.Contact.Language;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speech that was made before, in a directory for the gateway's own eyes: a file for each text, named by the hash of language and text. Bounded: when it is
 * larger than it may be, what was used longest ago is deleted. A cache that cannot be read or written is as if it were empty. Thread-safe.
 */
final class ClipCache {
    private static final Logger LOG = LoggerFactory.getLogger(ClipCache.class);
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
    private static final String SUFFIX = ".s16";
    private static final long LARGEST_CLIP = 16L << 20;

    private final Path directory;
    private final long mostBytes;

    ClipCache(Path directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    @Nullable
    Clip find(String text, Language language) {
        Path file = file(text, language);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_CLIP) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            short[] samples = new short[bytes.remaining() / 2];
            bytes.asShortBuffer().get(samples);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return samples.length == 0 ? null : Clip.of(samples);
        } catch (IOException unreadable) {
            return null;
        }
    }

    synchronized void keep(String text, Language language, Clip clip) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * clip.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < clip.length(); at++) {
            bytes.putShort(clip.sample(at));
        }
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OURS));
            }
            Path fresh = directory.resolve("new");
            Files.write(fresh, bytes.array());
            Files.move(fresh, file(text, language), StandardCopyOption.ATOMIC_MOVE);
            trim();
        } catch (IOException | UnsupportedOperationException full) {
            LOG.warn("speech is not kept: {}", full.toString());
        }
    }

    private record Kept(Path file, long bytes, FileTime used) {}

    private void trim() throws IOException {
        List<Kept> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each :
                    files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                all.add(new Kept(each, Files.size(each), Files.getLastModifiedTime(each)));
            }
        }
        long bytes = all.stream().mapToLong(Kept::bytes).sum();
        all.sort(Comparator.comparing(Kept::used));
        for (Kept oldest : all) {
            if (bytes <= mostBytes) {
                return;
            }
            Files.deleteIfExists(oldest.file());
            bytes -= oldest.bytes();
        }
    }

    private Path file(String text, Language language) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((language + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(digest) + SUFFIX);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

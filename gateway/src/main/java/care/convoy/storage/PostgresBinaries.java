package care.convoy.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL programs, unpacked from their archive on the class path into a directory that several data directories
 * may share. Unpacked once: into a draft directory under a lock between processes, then renamed, so that a directory of
 * the final name is always whole.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 * @param major PostgreSQL's major version, which a data directory is bound to
 */
record PostgresBinaries(Path directory, int major) {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String DRAFT = ".unpacking";

    /** Unpacks unless that was done before; about 2 s and 60 MB. */
    static synchronized PostgresBinaries in(Path cache) {
        URL archive = PostgresBinaries.class.getResource(ARCHIVE);
        if (archive == null) {
            throw new EmbeddedPostgres.CannotStart("this build has no PostgreSQL for this kind of machine (Linux x86-64"
                    + " only); give an own server with --db");
        }
        try {
            Path target = cache.resolve("postgres-" + identityOf(archive));
            if (!Files.isDirectory(target)) {
                Files.createDirectories(cache);
                unpackLocked(archive, cache, target);
            }
            return new PostgresBinaries(target, majorOf(target));
        } catch (IOException | UncheckedIOException unwritable) {
            throw new EmbeddedPostgres.CannotStart(
                    "PostgreSQL cannot be unpacked into " + cache + " (" + unwritable + "); 60 MB are needed there");
        }
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static String identityOf(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection inJar) {
            return String.format(Locale.ROOT, "%08x", inJar.getJarEntry().getCrc());
        }
        throw new IOException("the archive of PostgreSQL is expected inside its jar");
    }

    private static int majorOf(Path directory) throws IOException {
        return Integer.parseInt(Files.readString(directory.resolve("VERSION")).trim());
    }

    private static void unpackLocked(URL archive, Path cache, Path target) throws IOException {
        try (FileChannel lock =
                FileChannel.open(cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (Files.isDirectory(target)) {
                return;
            }
            Path draft = cache.resolve(DRAFT);
            delete(draft);
            Files.createDirectories(draft);
            unpack(archive, draft);
            Files.writeString(draft.resolve("VERSION"), Integer.toString(askMajor(draft)));
            // a power failure must not leave a whole-looking directory of empty files
            Programs.run(List.of("sync", "-f", draft.toString()));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static int askMajor(Path draft) throws IOException {
        String answer = Programs.run(List.of(draft.resolve("bin/postgres").toString(), "--version"))
                .requireSuccess("postgres --version");
        // "postgres (PostgreSQL) 18.6"
        String version = answer.trim().replaceFirst(".* ", "");
        return Integer.parseInt(version.replaceFirst("\\D.*", ""));
    }

    private static void unpack(URL archive, Path into) throws IOException {
        try (InputStream raw = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException("archive entry outside its directory: " + entry.getName());
                }
                unpackEntry(tar, entry, path);
            }
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** Deletes a directory with everything in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

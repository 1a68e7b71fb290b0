package care.convoy.tls;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A copy of what was last in use, so that a restart in the middle of a rotation, or after a certificate ran out unseen, still
 * hears alarms. One file, mode 0600, replaced in one step.
 */
final class KeptPair {
    private final Path file;

    KeptPair(Path file) {
        this.file = file;
    }

    void write(TlsFiles.Contents contents) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(fresh))) {
            put(out, contents.certificate());
            put(out, contents.key());
            byte[] ca = contents.clientCa();
            out.writeBoolean(ca != null);
            if (ca != null) {
                put(out, ca);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Empty if there is none, or none that can be read. */
    Optional<TlsFiles.Contents> read() {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] certificate = take(in);
            byte[] key = take(in);
            return Optional.of(new TlsFiles.Contents(certificate, key, in.readBoolean() ? take(in) : null));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static byte[] take(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > TlsFiles.MAX_BYTES) {
            throw new IOException("not a kept certificate");
        }
        return in.readNBytes(length);
    }
}

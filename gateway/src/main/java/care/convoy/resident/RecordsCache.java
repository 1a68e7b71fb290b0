package care.convoy.resident;

import care.convoy.account.ApiToken;
import care.convoy.account.User;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.vault.Vault;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of this node in one encrypted local file, so that a start without the database knows residents, contacts,
 * devices, users, tokens and residents' own plans. Written whole, beside the old one, and renamed: a crash leaves the old or the new. One writer at a time.
 */
public final class RecordsCache {
    private final Path file;
    private final Vault vault;

    public RecordsCache(Path file, Vault vault) {
        this.file = file;
        this.vault = vault;
    }

    /** Everything that the file holds. @param tokens by the hexadecimal digits of their SHA-256 */
    public record Records(
            List<Resident> residents,
            List<Contact> contacts,
            List<RegisteredDevice> devices,
            List<User> users,
            Map<String, ApiToken> tokens,
            List<ResidentPlanChange> planChanges) {
        public Records {
            residents = List.copyOf(residents);
            contacts = List.copyOf(contacts);
            devices = List.copyOf(devices);
            users = List.copyOf(users);
            tokens = Map.copyOf(tokens);
            planChanges = List.copyOf(planChanges);
        }
    }

    /** Replaces the file. @throws UncheckedIOException if the disk refuses; the old file stays */
    public synchronized void write(Records records) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (SealedBlocks.Output sealed =
                            new SealedBlocks.Output(new BufferedOutputStream(Files.newOutputStream(draft)), vault);
                    DataOutputStream out = new DataOutputStream(sealed)) {
                RecordsEncoding.write(out, records);
                out.flush();
                sealed.finish();
            }
            try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What was last written; empty if nothing ever was. @throws UncheckedIOException if the file is damaged */
    public Optional<Records> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(
                new SealedBlocks.Input(new BufferedInputStream(Files.newInputStream(file)), vault))) {
            return Optional.of(RecordsEncoding.read(in));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

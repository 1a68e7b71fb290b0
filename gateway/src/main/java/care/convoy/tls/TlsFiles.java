package care.convoy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where certificate and key lie.
 *
 * @param certificate PEM, the gateway's own certificate first, then those that signed it, in order
 * @param key PEM, PKCS#8, not encrypted
 * @param clientCa PEM, who may sign the certificates of devices; null if none is asked for one
 * @param clientRequired whether a device must show a certificate; without, it may
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientCa, boolean clientRequired) {
    static final int MAX_BYTES = 1 << 20;

    /** The contents at one moment. The arrays are not changed by anyone. */
    @SuppressWarnings("ArrayRecordComponent")
    record Contents(byte[] certificate, byte[] key, byte @Nullable [] clientCa) {}

    public TlsFiles {
        if (clientRequired && clientCa == null) {
            throw new IllegalArgumentException("a certificate can be required only if it can be verified");
        }
    }

    Contents read() throws TlsRefused {
        return new Contents(
                read("--tls-cert", certificate),
                read("--tls-key", key),
                clientCa == null ? null : read("--tls-client-ca", clientCa));
    }

    private static byte[] read(String option, Path file) throws TlsRefused {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TlsRefused(option + " " + file + " is larger than 1 MiB: give a PEM file");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new TlsRefused(option + " " + file + " does not exist: name a PEM file that the gateway may read");
        } catch (IOException unreadable) {
            throw new TlsRefused(option + " " + file + " cannot be read (" + unreadable.getMessage()
                    + "): let the gateway's user read it");
        }
    }
}

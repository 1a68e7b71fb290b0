package care.convoy.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final byte[] PLAIN = "护航".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void opensWhatItSealedAlsoAfterARestart() {
        byte[] sealed = open().seal(PLAIN, "note/1");
        assertThat(sealed).hasSize(PLAIN.length + Vault.OVERHEAD_BYTES);
        assertThat(open().open(sealed, "note/1")).isEqualTo(PLAIN);
    }

    @Test
    void sealsTheSameBytesDifferentlyEachTime() {
        Vault vault = open();
        assertThat(vault.seal(PLAIN, "note/1")).isNotEqualTo(vault.seal(PLAIN, "note/1"));
    }

    @Test
    void opensNothingForAnotherContext() {
        Vault vault = open();
        byte[] sealed = vault.seal(PLAIN, "note/1");
        assertThatThrownBy(() -> vault.open(sealed, "note/2"))
                .isInstanceOf(Vault.Unusable.class)
                .hasMessageContaining("belong elsewhere");
    }

    @Test
    void opensNothingOfWhichABitWasChanged() {
        Vault vault = open();
        byte[] sealed = vault.seal(PLAIN, "note/1");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(changed, "note/1")).isInstanceOf(Vault.Unusable.class);
        }
        assertThatThrownBy(() -> vault.open(new byte[0], "note/1")).isInstanceOf(Vault.Unusable.class);
    }

    @Test
    void saysThatAnotherKeyWasUsed() {
        byte[] sealed = open().seal(PLAIN, "note/1");
        Vault other = Vault.open(directory.resolve("other.key"), false);
        assertThatThrownBy(() -> other.open(sealed, "note/1"))
                .isInstanceOf(Vault.Unusable.class)
                .hasMessageContaining("another key");
    }

    @Test
    void keepsTheKeyToItsOwner() throws Exception {
        open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("vault.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void neverReplacesAKeyThatIsMissingWhileSealedDataExist() {
        Path key = directory.resolve("vault.key");
        assertThatThrownBy(() -> Vault.open(key, true))
                .isInstanceOf(Vault.Unusable.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("backup");
        assertThat(key).doesNotExist();
    }

    @Test
    void refusesAKeyFileOfAnotherLength() throws Exception {
        Path key = directory.resolve("vault.key");
        Files.write(key, new byte[31]);
        assertThatThrownBy(() -> Vault.open(key, false))
                .isInstanceOf(Vault.Unusable.class)
                .hasMessageContaining("31 bytes");
    }

    private Vault open() {
        return Vault.open(directory.resolve("vault.key"), false);
    }
}

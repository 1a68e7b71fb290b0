package care.convoy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.tls.Authority.Issued;
import care.convoy.tls.Authority.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are taken, and what happens to those that are not. */
class TlsSourceTest {
    @TempDir
    Path directory;

    private final Authority authority = new Authority("test authority");
    private Instant now = Instant.now();
    private Path certificate = Path.of("");
    private Path key = Path.of("");

    TlsSourceTest() throws GeneralSecurityException {}

    @BeforeEach
    void name() {
        certificate = directory.resolve("gateway.pem");
        key = directory.resolve("gateway.key");
    }

    private TlsSource open() throws TlsRefused {
        TlsFiles files = new TlsFiles(certificate, key, null, false);
        return TlsSource.open(files, directory.resolve("tls.kept"), () -> now);
    }

    private void refusedAtStart(String... words) {
        assertThatThrownBy(this::open)
                .isInstanceOf(TlsRefused.class)
                .satisfies(refused ->
                        assertThat(refused.getMessage()).contains(words).doesNotContain("\n"));
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        refusedAtStart("--tls-cert " + certificate, "does not exist");
        Files.writeString(certificate, "no certificate\n");
        Files.writeString(key, "");
        refusedAtStart("--tls-cert " + certificate, "holds no certificate", "BEGIN CERTIFICATE");
        Issued issued = authority.issue(Request.server());
        issued.write(certificate, key);
        Files.writeString(certificate, issued.certificatePem().replaceFirst("\n[^\n]{20}", "\n"));
        refusedAtStart("--tls-cert " + certificate, "certificate 1 cannot be read");
        issued.write(certificate, key);
        Files.writeString(key, issued.keyPem().replace("PRIVATE", "EC PRIVATE"));
        refusedAtStart("--tls-key " + key, "not PKCS#8", "openssl pkcs8 -topk8");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        authority.issue(Request.server()).write(certificate, directory.resolve("other.key"));
        authority.issue(Request.server()).write(directory.resolve("other.pem"), key);
        refusedAtStart("--tls-key " + key, "is not the key of --tls-cert " + certificate);
        authority.issue(Request.server().rsa(2_048)).write(directory.resolve("other.pem"), key);
        refusedAtStart("--tls-key " + key, "is not the key of --tls-cert " + certificate);
    }

    @Test
    void anExpiredWeakOrMisorderedOneIsRefused() throws Exception {
        authority.issue(Request.server().until(Duration.ofDays(-1))).write(certificate, key);
        refusedAtStart("--tls-cert " + certificate, "CN=gateway.test", "expired at", "renew it");
        authority.issue(Request.server().rsa(1_024)).write(certificate, key);
        refusedAtStart("less than 2048 bits");
        Issued issued = authority.issue(Request.server());
        issued.write(certificate, key);
        Files.writeString(certificate, issued.certificatePem() + new Authority("stranger").pem());
        refusedAtStart("is not signed by the one after it (CN=stranger)");
        Files.writeString(certificate, issued.certificatePem() + authority.pem());
        open().close();
    }

    @Test
    void oneThatIsNotYetGoodIsRefused() throws Exception {
        authority.issue(Request.server()).write(certificate, key);
        now = now.minus(Duration.ofDays(500));
        refusedAtStart("is good only from", "clock");
    }

    @Test
    void aRenewedPairIsTakenAndItsUsersAreTold() throws Exception {
        Issued first = authority.issue(Request.server());
        first.write(certificate, key);
        try (TlsSource source = open()) {
            List<TlsMaterial> told = new ArrayList<>();
            source.onRenewal(told::add);
            assertThat(source.reload()).matches(TlsSource.Outcome::taken);
            assertThat(told).as("nothing has changed").isEmpty();
            Issued second = authority.issue(Request.server());
            second.write(certificate, key);
            assertThat(source.reload().says()).startsWith("in use for new connections: CN=gateway.test");
            assertThat(told).containsExactly(source.current());
            assertThat(source.current().certificate()).isEqualTo(second.certificate());
        }
    }

    @Test
    void halfARotationKeepsTheOldPairUntilItIsWhole() throws Exception {
        Issued first = authority.issue(Request.server());
        first.write(certificate, key);
        try (TlsSource source = open()) {
            Issued second = authority.issue(Request.server());
            Files.writeString(certificate, second.certificatePem());
            TlsSource.Outcome half = source.reload();
            assertThat(half.taken()).isFalse();
            assertThat(half.says()).contains("is not the key of", "the certificate in use stays");
            assertThat(source.current().certificate()).isEqualTo(first.certificate());
            assertThat(source.notTaken()).isPresent();
            assertThat(source.describe()).contains("NOT TAKEN");
            Files.writeString(key, second.keyPem());
            assertThat(source.reload().taken()).isTrue();
            assertThat(source.current().certificate()).isEqualTo(second.certificate());
            assertThat(source.notTaken()).isEmpty();
            Files.delete(key);
            assertThat(source.reload().says()).contains("does not exist");
            Files.writeString(key, second.keyPem());
            assertThat(source.reload().taken()).as("the same pair again").isTrue();
            assertThat(source.complaint()).isNull();
        }
    }

    @Test
    void aRestartWithUnfitFilesGoesOnWithWhatWasLastInUse() throws Exception {
        Issued first = authority.issue(Request.server().until(Duration.ofDays(2)));
        first.write(certificate, key);
        open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("tls.kept"))))
                .isEqualTo("rw-------");
        Files.writeString(key, "half written");
        try (TlsSource source = open()) {
            assertThat(source.current().certificate()).isEqualTo(first.certificate());
            assertThat(source.complaint()).contains("NOT TAKEN", key.toString());
        }
        first.write(certificate, key);
        now = now.plus(Duration.ofDays(3));
        try (TlsSource source = open()) {
            assertThat(source.expiresIn()).isNegative();
            assertThat(source.complaint()).contains("EXPIRED");
        }
    }

    @Test
    void itComplainsFromThirtyDaysBeforeTheEnd() throws Exception {
        authority.issue(Request.server().until(Duration.ofDays(31))).write(certificate, key);
        try (TlsSource source = open()) {
            assertThat(source.complaint()).isNull();
            assertThat(source.expiresIn()).isBetween(Duration.ofDays(30), Duration.ofDays(31));
        }
        now = now.plus(Duration.ofDays(2));
        try (TlsSource source = open()) {
            assertThat(source.complaint()).isEqualTo("certificate expires in 28 days");
        }
    }

    @Test
    void otherPemFormsAreRead() throws IOException, GeneralSecurityException, TlsRefused {
        for (Request request :
                List.of(Request.server().rsa(2_048), new Request("ed", null, Duration.ofDays(9), "Ed25519", 255))) {
            Issued issued = authority.issue(request);
            issued.write(certificate, key);
            Files.writeString(
                    certificate, "subject=CN=x\r\n" + issued.certificatePem().replace("\n", "\r\n"));
            try (TlsSource source = open()) {
                assertThat(source.current().certificate()).isEqualTo(issued.certificate());
            }
        }
    }
}

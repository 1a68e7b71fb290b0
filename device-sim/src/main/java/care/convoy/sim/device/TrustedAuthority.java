package care.convoy.sim.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom the simulator's devices believe: who is signed by the certificates of one file, and nobody else. */
public final class TrustedAuthority {
    private TrustedAuthority() {}

    /**
     * TLS for the devices.
     *
     * @param file certificates in PEM
     * @throws IOException naming the file, if it cannot be read or holds none
     */
    public static SSLContext of(Path file) throws IOException {
        Collection<? extends Certificate> authorities;
        try (InputStream pem = Files.newInputStream(file)) {
            authorities = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        } catch (CertificateException unfit) {
            throw new IOException(
                    "--tls-ca " + file + " is no certificate in PEM: name who signed the gateway's", unfit);
        } catch (IOException unreadable) {
            throw new IOException("--tls-ca " + file + " cannot be read: it must exist and be readable", unreadable);
        }
        if (authorities.isEmpty()) {
            throw new IOException("--tls-ca " + file + " holds no certificate: name who signed the gateway's");
        }
        try {
            return trusting(authorities);
        } catch (GeneralSecurityException unfit) {
            throw new IOException("--tls-ca " + file + " cannot be used: " + unfit.getMessage(), unfit);
        }
    }

    private static SSLContext trusting(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int count = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + count++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}

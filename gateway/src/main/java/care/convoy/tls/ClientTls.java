package care.convoy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS where the gateway is the client. The files are read each time, so that a renewed one is used by the next connection. */
public final class ClientTls {
    private static final char[] NO_PASSWORD = {};

    private ClientTls() {}

    /**
     * Whom to believe and what to show.
     *
     * @param ca who signs servers, PEM; null for whom the JDK believes
     * @param certificate our own chain, PEM, shown to a server that asks; null for none
     * @param key its key, PEM, PKCS#8; null if there is no certificate
     * @throws TlsRefused naming the file and the mend
     */
    public static SSLContext of(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) throws TlsRefused {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(certificate, key), trust(ca), null);
            return context;
        } catch (GeneralSecurityException | IOException unfit) {
            throw new TlsRefused("TLS files cannot be used: " + unfit.getMessage());
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable Path certificate, @Nullable Path key)
            throws TlsRefused, GeneralSecurityException, IOException {
        if (certificate == null || key == null) {
            return null;
        }
        List<X509Certificate> chain = Chain.certificates(certificate.toString(), read(certificate));
        PrivateKey own = Chain.key(key.toString(), read(key), chain.getFirst(), certificate.toString());
        KeyStore store = empty();
        store.setKeyEntry("own", own, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(@Nullable Path ca)
            throws TlsRefused, GeneralSecurityException, IOException {
        if (ca == null) {
            return null;
        }
        KeyStore store = empty();
        int count = 0;
        for (X509Certificate authority : Chain.certificates(ca.toString(), read(ca))) {
            store.setCertificateEntry("authority-" + count++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static byte[] read(Path file) throws TlsRefused {
        try {
            if (Files.size(file) > TlsFiles.MAX_BYTES) {
                throw new TlsRefused(file + " is larger than " + TlsFiles.MAX_BYTES + " bytes; it is no PEM file");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new TlsRefused(file + " cannot be read: it must exist and be readable for the gateway");
        }
    }
}

package care.convoy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * One certificate with its key, judged, and what TLS is spoken with it. Immutable; thread-safe. A renewed certificate is another
 * object, with other session tickets: nobody resumes a session over a renewal.
 */
public final class TlsMaterial {
    /** 1.2 is the oldest that is not broken; much firmware has nothing newer. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Forward secrecy and authenticated encryption only (RFC 9325 §4.2). */
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};

    /** Without SHA-1 (RFC 9155). */
    private static final String[] SIGNATURES = {
        "ecdsa_secp256r1_sha256",
        "ecdsa_secp384r1_sha384",
        "ecdsa_secp521r1_sha512",
        "ed25519",
        "ed448",
        "rsa_pss_rsae_sha256",
        "rsa_pss_rsae_sha384",
        "rsa_pss_rsae_sha512",
        "rsa_pss_pss_sha256",
        "rsa_pss_pss_sha384",
        "rsa_pss_pss_sha512",
        "rsa_pkcs1_sha256",
        "rsa_pkcs1_sha384",
        "rsa_pkcs1_sha512"
    };

    private static final int TICKET_SECONDS = 3_600;
    private static final int SESSIONS = 10_000;
    private static final char[] NO_PASSWORD = {};

    static {
        forbidRenegotiation();
    }

    private final X509Certificate own;
    private final Instant expires;
    private final X509KeyManager keys;
    private final SSLContext context;
    private final boolean asksClient;
    private final boolean clientRequired;

    private TlsMaterial(Pair pair, @Nullable List<X509Certificate> clientCa, boolean clientRequired)
            throws GeneralSecurityException, IOException {
        own = pair.chain().getFirst();
        expires = pair.chain().stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
        asksClient = clientCa != null;
        this.clientRequired = clientRequired;
        KeyManager[] keyManagers = keyManagers(pair);
        keys = (X509KeyManager) keyManagers[0];
        context = SSLContext.getInstance("TLS");
        context.init(keyManagers, trustManagers(clientCa == null ? List.of() : clientCa), null);
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionTimeout(TICKET_SECONDS);
        sessions.setSessionCacheSize(SESSIONS);
    }

    private record Pair(List<X509Certificate> chain, PrivateKey key) {}

    /** Client-initiated renegotiation of TLS 1.2; read once by the JDK, so to be called before any TLS is spoken. */
    public static void forbidRenegotiation() {
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /**
     * Reads and judges.
     *
     * @param judged whether to refuse also what is well formed but out of date or out of order
     */
    static TlsMaterial of(TlsFiles files, TlsFiles.Contents contents, Instant now, boolean judged) throws TlsRefused {
        String file = "--tls-cert " + files.certificate();
        List<X509Certificate> chain = Chain.certificates(file, contents.certificate());
        PrivateKey key = Chain.key("--tls-key " + files.key(), contents.key(), chain.getFirst(), file);
        if (judged) {
            Chain.judge(file, chain, now);
        }
        byte[] ca = contents.clientCa();
        List<X509Certificate> clientCa =
                ca == null ? null : Chain.certificates("--tls-client-ca " + files.clientCa(), ca);
        try {
            return new TlsMaterial(new Pair(chain, key), clientCa, files.clientRequired());
        } catch (GeneralSecurityException | IOException unfit) {
            throw new TlsRefused(file + " cannot be used (" + unfit.getMessage()
                    + "): make a new certificate, with an RSA key of 2048 bits or one for P-256");
        }
    }

    private static KeyManager[] keyManagers(Pair pair) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("gateway", pair.key(), NO_PASSWORD, pair.chain().toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Nobody of the JDK's own list is believed; who signs devices stands in the file. */
    private static TrustManager[] trustManagers(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.isEmpty()) {
            return new TrustManager[0];
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The gateway's side of a new connection from a device. */
    public SSLEngine deviceEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(SUITES);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNamedGroups(GROUPS);
        parameters.setSignatureSchemes(SIGNATURES);
        // each of the two takes the other back
        if (clientRequired) {
            parameters.setNeedClientAuth(true);
        } else if (asksClient) {
            parameters.setWantClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Certificate and key, for a server that makes its own engines; it should take {@link #suites} too. */
    public X509KeyManager keys() {
        return keys;
    }

    /** What is spoken, in the order of our liking. */
    public static List<String> suites() {
        return List.of(SUITES);
    }

    /** Versions, newest first. */
    public static List<String> protocols() {
        return List.of(PROTOCOLS);
    }

    /** When the first of the chain runs out. */
    public Instant expires() {
        return expires;
    }

    /** Whom it names. */
    public String subject() {
        return own.getSubjectX500Principal().getName();
    }

    /** The gateway's own certificate. */
    public X509Certificate certificate() {
        return own;
    }
}

package care.convoy.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates and a key, and judges whether a client could believe them. Pure. */
final class Chain {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int PROBE_BYTES = 32;

    private Chain() {}

    static List<X509Certificate> certificates(String file, byte[] content) throws TlsRefused {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.read(file, content)) {
                if (block.label().equals("CERTIFICATE")) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException damaged) {
            throw new TlsRefused(
                    file + ": certificate " + (chain.size() + 1) + " cannot be read: copy the file again, as PEM");
        }
        if (chain.isEmpty()) {
            throw new TlsRefused(file + " holds no certificate: give a PEM file with BEGIN CERTIFICATE");
        }
        return List.copyOf(chain);
    }

    static PrivateKey key(String file, byte[] content, X509Certificate certificate, String certificateFile)
            throws TlsRefused {
        List<Pem.Block> blocks = Pem.read(file, content);
        for (Pem.Block block : blocks) {
            if (block.label().equals("PRIVATE KEY")) {
                return fitting(file, block.der(), certificate, certificateFile);
            }
        }
        boolean otherKind = blocks.stream().anyMatch(block -> block.label().endsWith("PRIVATE KEY"));
        throw new TlsRefused(
                otherKind
                        ? file + " is encrypted or not PKCS#8: openssl pkcs8 -topk8 -nocrypt -in " + file
                                + " -out key.pem"
                        : file + " holds no key: give a PEM file with BEGIN PRIVATE KEY");
    }

    private static PrivateKey fitting(String file, byte[] der, X509Certificate certificate, String certificateFile)
            throws TlsRefused {
        PublicKey own = certificate.getPublicKey();
        try {
            PrivateKey key = KeyFactory.getInstance(own.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            byte[] probe = new byte[PROBE_BYTES];
            new SecureRandom().nextBytes(probe);
            Signature signature = Signature.getInstance(signatureOf(own));
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(own);
            signature.update(probe);
            if (signature.verify(signed)) {
                return key;
            }
        } catch (GeneralSecurityException foreign) {
            // a key of another kind, or damaged: it does not fit either
        }
        throw new TlsRefused(
                file + " is not the key of " + certificateFile
                        + ": give the key that its request was made with; the gateway's own certificate comes first in the chain");
    }

    private static String signatureOf(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** In time, in order, for a server, strong enough. */
    static void judge(String file, List<X509Certificate> chain, Instant now) throws TlsRefused {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            String which = file + ": certificate " + (i + 1) + " ("
                    + certificate.getSubjectX500Principal().getName() + ")";
            inTime(which, certificate, now);
            if (certificate.getPublicKey() instanceof RSAKey rsa
                    && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
                throw new TlsRefused(
                        which + " has an RSA key of less than 2048 bits: make a new one, or one for P-256");
            }
            if (i + 1 < chain.size()) {
                follows(which, certificate, chain.get(i + 1));
            }
        }
        forServer(file, chain.getFirst());
    }

    private static void inTime(String which, X509Certificate certificate, Instant now) throws TlsRefused {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new TlsRefused(
                    which + " expired at " + certificate.getNotAfter().toInstant() + ": renew it");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new TlsRefused(which + " is good only from "
                    + certificate.getNotBefore().toInstant() + " on: wait, or set this machine's clock");
        }
    }

    private static void follows(String which, X509Certificate certificate, X509Certificate issuer) throws TlsRefused {
        try {
            if (certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                certificate.verify(issuer.getPublicKey());
                return;
            }
        } catch (GeneralSecurityException forged) {
            // not signed by the next one
        }
        throw new TlsRefused(which + " is not signed by the one after it ("
                + issuer.getSubjectX500Principal().getName()
                + "): put the gateway's own first, then who signed it, and so on");
    }

    private static void forServer(String file, X509Certificate own) throws TlsRefused {
        try {
            List<String> uses = own.getExtendedKeyUsage();
            if (uses != null && !uses.contains(SERVER_AUTHENTICATION)) {
                throw new TlsRefused(file + " is not for a server: ask for the extended key usage serverAuth");
            }
        } catch (CertificateException unreadable) {
            throw new TlsRefused(file + ": its extended key usage cannot be read: make a new certificate");
        }
    }
}

package care.convoy.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A certificate authority of a test's own, which signs whatever it is asked to (RFC 5280 §4.1). */
public final class Authority {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] RSA_SHA256 = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
    private static final byte[] IS_AUTHORITY = HexFormat.of().parseHex("300f0603551d130101ff040530030101ff");
    private static final int SAN_URI = 0x86;
    private static final int SAN_ADDRESS = 0x87;

    private static long serials = 1;

    private final X509Certificate own;
    private final KeyPair pair;

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, KeyPair pair) {
        public String certificatePem() throws GeneralSecurityException {
            return pem("CERTIFICATE", certificate.getEncoded());
        }

        public String keyPem() {
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        }

        /** Writes both, one after the other. */
        public void write(Path certificateFile, Path keyFile) throws GeneralSecurityException, IOException {
            Files.writeString(certificateFile, certificatePem());
            Files.writeString(keyFile, keyPem());
        }
    }

    /** What is to be signed. @param uri a name of the kind URI, or null @param notAfter from now */
    public record Request(String commonName, @Nullable String uri, Duration notAfter, String algorithm, int bits) {
        public static Request server() {
            return new Request("gateway.test", null, Duration.ofDays(90), "EC", 256);
        }

        public static Request device(String id) {
            return new Request(id, null, Duration.ofDays(90), "EC", 256);
        }

        public Request until(Duration fromNow) {
            return new Request(commonName, uri, fromNow, algorithm, bits);
        }

        public Request withUri(String name) {
            return new Request(commonName, name, notAfter, algorithm, bits);
        }

        public Request rsa(int size) {
            return new Request(commonName, uri, notAfter, "RSA", size);
        }
    }

    public Authority(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pair = generator.generateKeyPair();
        X500Principal self = new X500Principal("CN=" + name);
        own = sign(self, new Request(name, null, Duration.ofDays(3_650), "EC", 256), pair, true);
    }

    public Issued issue(Request request) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(request.algorithm());
        generator.initialize(request.bits());
        KeyPair keys = generator.generateKeyPair();
        return new Issued(sign(own.getSubjectX500Principal(), request, keys, false), keys);
    }

    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", own.getEncoded());
    }

    public Path write(Path file) throws GeneralSecurityException, IOException {
        return Files.writeString(file, pem());
    }

    /** A client that believes this authority, and shows that certificate if it is asked to. */
    public SSLContext client(@Nullable Issued shown) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, new char[0]);
        trusted.setCertificateEntry("authority", own);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManager[] keys = null;
        if (shown != null) {
            KeyStore mine = KeyStore.getInstance("PKCS12");
            mine.load(null, new char[0]);
            X509Certificate[] chain = {shown.certificate()};
            mine.setKeyEntry("device", shown.pair().getPrivate(), new char[0], chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(mine, new char[0]);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private X509Certificate sign(X500Principal issuer, Request request, KeyPair keys, boolean authority)
            throws GeneralSecurityException {
        boolean rsa = pair.getPrivate().getAlgorithm().equals("RSA");
        byte[] algorithm = rsa ? RSA_SHA256 : ECDSA_SHA256;
        Instant now = Instant.now();
        byte[] validity = der(0x30, time(now.minus(Duration.ofDays(400))), time(now.plus(request.notAfter())));
        byte[] body = der(
                0x30,
                der(0xA0, der(2, new byte[] {2})),
                der(2, BigInteger.valueOf(serials++).toByteArray()),
                algorithm,
                issuer.getEncoded(),
                validity,
                new X500Principal("CN=" + request.commonName()).getEncoded(),
                keys.getPublic().getEncoded(),
                der(0xA3, der(0x30, authority ? IS_AUTHORITY : names(request))));
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        byte[] signed = der(0x30, body, algorithm, der(3, new byte[1], signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] names(Request request) {
        String uri = request.uri();
        byte[] name = uri == null
                ? der(SAN_ADDRESS, new byte[] {127, 0, 0, 1})
                : der(SAN_URI, uri.getBytes(StandardCharsets.US_ASCII));
        return der(0x30, HexFormat.of().parseHex("0603551d11"), der(4, der(0x30, name)));
    }

    private static byte[] time(Instant instant) {
        return der(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    /** One element (X.690 §8.1). */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = body.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}

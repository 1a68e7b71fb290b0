package care.convoy.ingest.connection;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * The verified certificate that a device showed on its connection, as the ids that it may log in with: its URI names
 * {@code urn:convoy:device:ID}, and only if it has none its common name. Immutable.
 *
 * @param devices ids, as written; empty if it names no device, which then may log in as none
 */
public record ClientCertificate(Set<String> devices) {
    static final AttributeKey<ClientCertificate> OF = AttributeKey.valueOf(ClientCertificate.class, "OF");

    private static final String URN = "urn:convoy:device:";
    private static final int URI = 6;

    public ClientCertificate {
        devices = Set.copyOf(devices);
    }

    /** What was shown on this connection; null if nothing. */
    public static @Nullable ClientCertificate of(Channel channel) {
        return channel.attr(OF).get();
    }

    static ClientCertificate read(X509Certificate certificate) {
        Set<String> uris = uris(certificate);
        return new ClientCertificate(uris.isEmpty() ? commonNames(certificate) : uris);
    }

    private static Set<String> uris(X509Certificate certificate) {
        Set<String> devices = new HashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(URI) && name.get(1) instanceof String uri && uri.startsWith(URN)) {
                    devices.add(uri.substring(URN.length()));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return Set.of();
        }
        return devices;
    }

    /** Exactly one is a name; several would be a choice of the bearer's. */
    private static Set<String> commonNames(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn part : subject.getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
        } catch (InvalidNameException unreadable) {
            return Set.of();
        }
        return names.size() == 1 ? names : Set.of();
    }

    /** Whether the bearer may log in as this device. */
    public boolean names(String device) {
        return devices.contains(device);
    }
}

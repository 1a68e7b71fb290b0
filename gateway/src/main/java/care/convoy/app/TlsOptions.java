package care.convoy.app;

import care.convoy.tls.TlsFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The gateway's certificate and who may have one, as options. */
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate chain, PEM, the gateway's own first: opens the TLS ports and HTTPS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key, PEM, PKCS#8, not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Who may sign certificates of devices, PEM. Without it devices are asked for none.")
    private @Nullable Path clientCa;

    @Option(
            names = "--tls-client-certs",
            paramLabel = "required|optional",
            description = "Whether a device must show a certificate on the TLS ports. Default: optional.")
    private @Nullable String clientCertificates;

    @Option(
            names = "--tls-bind",
            paramLabel = "ADDR",
            defaultValue = "0.0.0.0",
            description = "Address of the TLS ports and HTTPS. Default: ${DEFAULT-VALUE}, every address.")
    private String bind = "0.0.0.0";

    /** Null if there is no TLS. @throws Refusal saying in one line what is missing */
    GatewayConfig.@Nullable Tls tls() {
        if (certificate == null && key == null) {
            if (clientCa != null || clientCertificates != null) {
                throw new Refusal("--tls-client-ca and --tls-client-certs go with --tls-cert FILE and --tls-key FILE");
            }
            return null;
        }
        if (certificate == null || key == null) {
            throw new Refusal("--tls-cert FILE and --tls-key FILE go together");
        }
        boolean required = required();
        if (required && clientCa == null) {
            throw new Refusal("--tls-client-certs required: name who signs them with --tls-client-ca FILE");
        }
        return new GatewayConfig.Tls(new TlsFiles(certificate, key, clientCa, required), bind);
    }

    private boolean required() {
        return switch (clientCertificates == null ? "optional" : clientCertificates) {
            case "optional" -> false;
            case "required" -> true;
            default -> throw new Refusal("--tls-client-certs " + clientCertificates + ": required or optional");
        };
    }
}

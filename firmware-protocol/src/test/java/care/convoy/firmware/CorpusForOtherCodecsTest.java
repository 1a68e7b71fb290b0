package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Writes what this codec makes of many odd messages to {@code target/corpus.txt}, for the test of the C codec, which must say the
 * same of each: the bytes in hex, then {@code OK}, type and what was dropped, or reason and part; then the facts; separated by tabs.
 */
class CorpusForOtherCodecsTest {
    private static final int MESSAGES = 30_000;
    private static final int CIPHERED = 10_000;
    private static final HexFormat HEX = HexFormat.of();

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20260723);
    private final RandomMessages messages = new RandomMessages(random);
    private int taken;
    private int salvaged;
    private int refused;

    @Test
    void writesWhatItMakesOfOddMessages() throws IOException {
        Path file = Path.of("target", "corpus.txt");
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int i = 0; i < MESSAGES; i++) {
                byte[] message = message();
                out.write(HEX.formatHex(message) + "\t" + judged(MessageDecoder.decode(message)) + "\n");
            }
        }

        assertThat(Files.size(file)).isPositive();
        assertThat(taken).isGreaterThan(MESSAGES / 10);
        assertThat(salvaged).isGreaterThan(MESSAGES / 50);
        assertThat(refused).isGreaterThan(MESSAGES / 10);
    }

    /** The cipher of section 12 with random keys, nonces and lengths: key, nonce, associated data, text, sealed text. */
    @Test
    void writesWhatTheCipherOfTheJdkMakesOfRandomBytes() throws IOException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        int longest = 0;
        try (Writer out = Files.newBufferedWriter(Path.of("target", "cipher.txt"), StandardCharsets.US_ASCII)) {
            for (int i = 0; i < CIPHERED; i++) {
                byte[] key = bytes(32);
                byte[] nonce = bytes(12);
                byte[] associated = bytes(random.nextInt(40));
                byte[] text = bytes(random.nextInt(i % 10 == 0 ? 1_000 : 80));
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
                cipher.updateAAD(associated);
                String sealed = HEX.formatHex(cipher.doFinal(text));
                out.write(Stream.of(key, nonce, associated, text)
                                .map(HEX::formatHex)
                                .collect(Collectors.joining("\t", "", "\t"))
                        + sealed + "\n");
                longest = Math.max(longest, text.length);
            }
        }
        assertThat(longest).isGreaterThan(900);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A message of any type, most with some bytes changed, some cut or lengthened. */
    private byte[] message() {
        byte[] message = MessageEncoder.encode(messages.header(), messages.message());
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int reach = random.nextInt(5) == 0 ? 3 : message.length;
            message[random.nextInt(reach)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length + 24)) : message;
    }

    private String judged(Decoded decoded) {
        return switch (decoded) {
            case NativeMessage message -> {
                taken++;
                salvaged += message.isSalvaged() ? 1 : 0;
                String dropped = message.dropped().stream()
                        .sorted()
                        .map(each -> " " + each)
                        .collect(Collectors.joining());
                yield "OK " + message.message().type() + dropped + facts(message);
            }
            case Malformed malformed -> {
                refused++;
                yield malformed.reason() + " " + (malformed.member() == null ? "" : malformed.member());
            }
        };
    }

    private static String facts(NativeMessage message) {
        return Flattened.of(message).entrySet().stream()
                .filter(fact -> !isBytes(message.message(), fact.getKey()))
                .map(CorpusForOtherCodecsTest::line)
                .collect(Collectors.joining())
                .concat(bytes(message.message()));
    }

    private static String line(Map.Entry<String, String> fact) {
        return ("\t@" + fact.getKey() + " " + fact.getValue()).stripTrailing();
    }

    /** Proofs and nonces, which are not printed as numbers. */
    private static boolean isBytes(Message message, String key) {
        return message instanceof SessionMessage && (key.contains("Nonce") || key.contains("Proof"));
    }

    private static String bytes(Message message) {
        return switch (message) {
            case SessionMessage.Hello m -> "\t@body.clientNonce " + hex(m.clientNonce());
            case SessionMessage.Challenge m -> "\t@body.serverNonce " + hex(m.serverNonce());
            case SessionMessage.Proof m ->
                "\t@body.deviceProof " + HEX.formatHex(m.deviceProof().bytes());
            case SessionMessage.Welcome m ->
                "\t@body.serverProof " + HEX.formatHex(m.serverProof().bytes());
            default -> "";
        };
    }

    private static String hex(Nonce nonce) {
        return HEX.toHexDigits(nonce.high()) + HEX.toHexDigits(nonce.low());
    }
}

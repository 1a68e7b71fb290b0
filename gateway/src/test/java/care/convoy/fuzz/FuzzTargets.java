package care.convoy.fuzz;

import care.convoy.firmware.Frame;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.Reason;
import care.convoy.ingest.body.BodyMessages;
import care.convoy.ingest.bridge.BridgeFuzz;
import care.convoy.ingest.coap.CoapFuzz;
import care.convoy.ingest.json.JsonMessages;
import care.convoy.ingest.jt808.Jt808Fuzz;
import care.convoy.ingest.mqtt.MqttFuzz;
import care.convoy.ingest.watch.WatchFuzz;
import care.convoy.notify.voice.VoiceFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every decoder there is. To add one: a method that returns a {@link Named}, and its name in {@link #all}. */
public final class FuzzTargets {
    private static final long NOW = 1_780_000_000_000L;
    private static final Path VECTORS = Path.of("..", "firmware-protocol", "vectors");

    private FuzzTargets() {}

    /**
     * A decoder with what it usually reads.
     *
     * @param name as a directory of inputs that once broke it, under {@code src/test/fuzz}
     */
    public record Named(String name, Supplier<FuzzTarget> target, List<byte[]> seeds) {
        public Named {
            seeds = List.copyOf(seeds);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Named> all() {
        return List.of(
                nativeFrames(),
                nativeMessage(),
                sealedFrame(),
                watch(),
                jt808(),
                json(),
                cbor(),
                coap(),
                bridge(),
                mqtt(),
                voice());
    }

    static Named of(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target '" + name + "'; there are " + all()));
    }

    /** A stream of frames, cut in two; what is whole is decoded. */
    private static Named nativeFrames() {
        return new Named("native-frames", () -> FuzzTargets::frames, vectors());
    }

    private static void frames(byte[] input) {
        FrameReader reader = new FrameReader();
        FrameSink sink = new FrameSink() {
            @Override
            public void message(ByteBuffer buffer, int offset, int length) {
                BodyMessages.of(MessageDecoder.decode(buffer, offset, length), NOW);
            }

            @Override
            public void broken(Reason reason) {
                // counted where it matters
            }
        };
        int cut = input.length == 0 ? 0 : (input[0] & 0xFF) % (input.length + 1);
        reader.feed(ByteBuffer.wrap(input, 0, cut), sink);
        reader.feed(ByteBuffer.wrap(input, cut, input.length - cut), sink);
        reader.finish(sink);
        if (reader.retainedBytes() > 4 * Frame.MAX_MESSAGE_BYTES) {
            throw new IllegalStateException("holds " + reader.retainedBytes() + " bytes");
        }
    }

    /** One message without its frame, as MQTT carries it. */
    private static Named nativeMessage() {
        return new Named(
                "native-message", () -> input -> BodyMessages.of(MessageDecoder.decode(input), NOW), nativeMessages());
    }

    private static List<byte[]> nativeMessages() {
        return vectors().stream()
                .filter(frame -> frame.length > 8)
                .map(frame -> Arrays.copyOfRange(frame, 4, frame.length - 4))
                .toList();
    }

    /** Sealed messages at the gateway's end: nothing opens but what the device sealed. */
    private static Named sealedFrame() {
        return new Named("sealed-frame", SealedFuzz::new, SealedFuzz.seeds());
    }

    /** Frames of watches and what is in them. */
    private static Named watch() {
        return new Named("watch", WatchFuzz::new, WatchFuzz.seeds());
    }

    /** Frames of JT/T 808, their places and what they call for. */
    private static Named jt808() {
        return new Named("jt808", Jt808Fuzz::new, Jt808Fuzz.seeds());
    }

    /** Our own JSON message. */
    private static Named json() {
        return new Named("json", () -> input -> JsonMessages.read(input, 0, input.length, NOW), jsonSeeds());
    }

    /** The same members in a CBOR map. */
    private static Named cbor() {
        return new Named(
                "cbor", () -> input -> JsonMessages.readCbor(input, 0, input.length, NOW), CborSeeds.of(jsonSeeds()));
    }

    /** Whole CoAP messages through a port, in the clear and in a DTLS session. */
    private static Named coap() {
        return new Named(
                "coap", CoapFuzz::new, CoapFuzz.seeds(nativeMessages(), jsonSeeds(), CborSeeds.of(jsonSeeds())));
    }

    private static List<byte[]> jsonSeeds() {
        return texts(
                "{\"type\":\"sos\",\"seq\":1,\"boot\":2,\"time\":\"2026-03-01T08:00:00.250+08:00\",\"location\":{\"lat\":31.2,\"lon\":121.4,\"accuracy\":5,\"source\":\"gnss\"},\"presses\":2}",
                "{\"type\":\"fall\",\"seq\":4294967295,\"moving\":false,\"confidence\":0.93}",
                "{\"type\":\"vitals\",\"seq\":3,\"time\":1780000000000,\"heartRate\":72,\"spo2\":97,\"systolic\":120,\"diastolic\":80,\"temperature\":36.5,\"temperatureSite\":\"core\",\"respiration\":14}",
                "{\"type\":\"heartbeat\",\"seq\":4,\"battery\":80,\"signal\":70,\"steps\":1000,\"worn\":true}",
                "{\"type\":\"cancel\",\"seq\":5,\"of\":1}",
                "{\"type\":\"location\",\"lat\":1e-9,\"lon\":-179.99,\"accuracy\":0}");
    }

    /** What brokers of others deliver, through both examples of the documentation. */
    private static Named bridge() {
        return new Named("bridge", BridgeFuzz::new, BridgeFuzz.seeds());
    }

    /** A whole MQTT connection, before and after a login. */
    private static Named mqtt() {
        return new Named("mqtt", MqttFuzz::new, MqttFuzz.seeds());
    }

    /** What the other side of a telephone call sends. */
    private static Named voice() {
        return new Named("voice", VoiceFuzz::new, VoiceFuzz.seeds());
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Every golden vector. */
    static List<byte[]> vectors() {
        try (Stream<Path> files = Files.list(VECTORS)) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .map(FuzzTargets::hex)
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static byte[] hex(Path file) {
        try {
            StringBuilder hex = new StringBuilder();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                hex.append(line.startsWith("@") ? "" : line.replaceAll("#.*|\\s", ""));
            }
            return HexFormat.of().parseHex(hex);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}

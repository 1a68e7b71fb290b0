package care.convoy.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a JSON message, written as a CBOR map. */
class CborMessagesTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final int MUTATIONS = 200_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final List<String> SEEDS = List.of(
            "{\"type\":\"sos\",\"seq\":5,\"boot\":7,\"location\":{\"lat\":30.5,\"lon\":114.25,\"accuracy\":5}}",
            "{\"type\":\"vitals\",\"seq\":2,\"heartRate\":72,\"spo2\":97,\"temperature\":36.5,\"time\":1799999999000}",
            "{\"type\":\"heartbeat\",\"seq\":1,\"battery\":81,\"worn\":true,\"time\":\"2027-01-15T08:00:00Z\"}",
            "{\"type\":\"fall\",\"moving\":false,\"confidence\":0.5,\"x\":[{\"y\":null},\"\\u00e9\"]}",
            "{\"type\":\"cancel\",\"seq\":4294967295,\"of\":3}",
            "{\"type\":\"heartbeat\",\"battery\":101}",
            "{\"type\":\"blink\"}");

    private static byte[] cbor(String json) throws Exception {
        return CBOR.writeValueAsBytes(JSON.readTree(json));
    }

    private static JsonMessage read(byte[] bytes) {
        return JsonMessages.readCbor(bytes, 0, bytes.length, NOW);
    }

    private static JsonMessage hex(String hex) {
        return read(HexFormat.of().parseHex(hex));
    }

    @Test
    void itSaysWhatTheJsonSays() throws Exception {
        for (String seed : SEEDS) {
            byte[] json = JSON.writeValueAsBytes(JSON.readTree(seed));
            assertThat(read(cbor(seed))).as(seed).isEqualTo(JsonMessages.read(json, 0, json.length, NOW));
        }
    }

    @Test
    void aMapByHand() {
        // a2: map of 2; 64 "type" 63 "sos"; 63 "seq" 18 2a: 42
        JsonMessage read = hex("a2" + "6474797065" + "63736f73" + "63736571" + "182a");
        assertThat(read)
                .isEqualTo(new JsonMessage.Understood(
                        new Stamp(Stamp.NONE, 42, Command.NO_TIME), new DeviceMessage.SosPressed(1, null), List.of()));
    }

    @Test
    void halfFloatsAndIndefiniteLengthsAreRead() {
        // bf .. ff: map without length; f9 4fa0: 30.5 as a half float; the strings in chunks 7f .. ff
        JsonMessage read = hex("bf" + "6474797065" + "7f" + "6173" + "626f73" + "ff" + "686c6f636174696f6e" + "bf"
                + "636c6174" + "f94fa0" + "636c6f6e" + "f95724" + "ff" + "ff");
        assertThat(((JsonMessage.Understood) read).message())
                .isEqualTo(new DeviceMessage.SosPressed(
                        1, new Position(30.5, 114.25, Position.UNKNOWN_ACCURACY, Position.Source.UNKNOWN, true, NOW)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c249010000000000000000", // a bignum
                "1bffffffffffffffff", // 2^64-1
                "f97e00", // NaN
                "4401020304", // bytes
                "f7", // undefined
                "80" // an array
            })
    void oddNumbersCostACallNothing(String odd) {
        JsonMessage read = hex("a2" + "6474797065" + "63736f73" + "63736571" + odd);
        assertThat(((JsonMessage.Understood) read).message()).isEqualTo(new DeviceMessage.SosPressed(1, null));
    }

    @Test
    void aCallThatIsCutOffIsACallFromItsTypeOn() throws Exception {
        byte[] whole = cbor(SEEDS.getFirst());
        int typeEnds = 1 + 5 + 4;
        for (int length = typeEnds; length < whole.length; length++) {
            JsonMessage read = read(Arrays.copyOf(whole, length));
            assertThat(read).as("%d bytes", length).isInstanceOf(JsonMessage.Understood.class);
            assertThat(((JsonMessage.Understood) read).dropped()).containsAnyOf("truncated", "malformed");
        }
    }

    @Test
    void whatIsNoMapIsRefusedInItsOwnWords() {
        assertThat(hex("80"))
                .isEqualTo(new JsonMessage.Refused(Stamp.BLANK, Reject.MALFORMED, "message: not a CBOR map"));
        assertThat(hex("")).isInstanceOf(JsonMessage.Refused.class);
        assertThat(hex("a0a0"))
                .isEqualTo(new JsonMessage.Refused(Stamp.BLANK, Reject.MALFORMED, "message: more than one CBOR map"));
    }

    @Test
    void noBytesMakeItThrow() throws Exception {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = cbor(SEEDS.get(random.nextInt(SEEDS.size())));
            int changes = 1 + random.nextInt(6);
            for (int c = 0; c < changes; c++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
            try {
                assertThat(read(cut)).isNotNull();
            } catch (RuntimeException thrown) {
                throw new AssertionError("seed " + seed + ", round " + i, thrown);
            }
        }
    }

    @Test
    void downlinksSayTheSameInBoth() throws Exception {
        Downlink downlink = new Downlink.Locate(7);
        JsonNode json = JSON.readTree(JsonDownlinks.encode(downlink));
        assertThat(CBOR.readTree(JsonDownlinks.encodeCbor(downlink))).isEqualTo(json);
    }
}

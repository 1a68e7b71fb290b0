package care.convoy.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No bytes make the reader throw, and whatever is valid JSON with the type of a call for help is one. */
class JsonFuzzTest {
    private static final int MUTATIONS = 300_000;
    private static final int OBJECTS = 50_000;
    private static final List<String> SEEDS = List.of(
            "{\"type\":\"sos\",\"seq\":5,\"boot\":7,\"location\":{\"lat\":30.5,\"lon\":114.2,\"accuracy\":5}}",
            "{\"type\":\"vitals\",\"seq\":2,\"heartRate\":72,\"spo2\":97,\"temperature\":36.5,\"time\":1799999999000}",
            "{\"type\":\"heartbeat\",\"seq\":1,\"battery\":81,\"worn\":true,\"time\":\"2027-01-15T08:00:00Z\"}",
            "{\"type\":\"fall\",\"moving\":false,\"confidence\":1e-1,\"x\":[{\"y\":null},\"\\u00e9\\n\"]}");
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1.5",
            "1e400",
            "-0.0",
            "99999999999999999999",
            "NaN",
            "-Infinity",
            "null",
            "true",
            "\"\"",
            "\"abc\"",
            "\"2027-01-15T08:00:00+25:00\"",
            "{}",
            "{\"lat\":\"x\",\"lon\":[]}",
            "[[[]]]",
            "{\"type\":\"fall\"}",
            "\"\\ud800\"",
            "\"-999999999-01-01T00:00:00+18:00\"");

    @Test
    void mutatedBytesNeverMakeItThrow() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            try {
                assertThat(JsonMessages.read(bytes, 0, bytes.length, 1)).isNotNull();
            } catch (RuntimeException thrown) {
                throw new AssertionError("seed " + seed + ", round " + i, thrown);
            }
        }
    }

    private static byte[] mutate(String seed, Random random) {
        byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        byte[] cut = new byte[length];
        System.arraycopy(bytes, 0, cut, 0, length);
        return cut;
    }

    @Test
    void anObjectWithTheTypeOfACallIsAlwaysACall() {
        Random random = new Random(7);
        Member[] members = Member.values();
        for (int i = 0; i < OBJECTS; i++) {
            StringBuilder json = new StringBuilder("{");
            int before = random.nextInt(4);
            for (int m = 0; m < before; m++) {
                append(json, members[random.nextInt(members.length)], random).append(',');
            }
            json.append(random.nextBoolean() ? "\"type\":\"sos\"" : "\"type\":\"fall\"");
            int after = random.nextInt(4);
            for (int m = 0; m < after; m++) {
                append(json.append(','), members[random.nextInt(members.length)], random);
            }
            byte[] bytes = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
            JsonMessage read = JsonMessages.read(bytes, 0, bytes.length, 1);
            assertThat(read).as("%s", json).isInstanceOf(JsonMessage.Understood.class);
            assertThat(((JsonMessage.Understood) read).message())
                    .isInstanceOfAny(DeviceMessage.SosPressed.class, DeviceMessage.FallDetected.class);
        }
    }

    private static StringBuilder append(StringBuilder json, Member member, Random random) {
        return json.append('"').append(member.path()).append("\":").append(VALUES.get(random.nextInt(VALUES.size())));
    }
}

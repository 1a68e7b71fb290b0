package care.convoy.ingest.bridge;

import care.convoy.fuzz.FuzzTarget;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import care.convoy.settings.SettingsRefused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Messages of other brokers through the two examples of docs/bridge.md. */
public final class BridgeFuzz implements FuzzTarget {
    private static final long NOW = 1_780_000_000_000L;

    private final Mapping wristband = mapping("wristband.json");
    private final Mapping buttons = mapping("buttons.json");

    private static Mapping mapping(String file) {
        try {
            return new Mapping(MappingFile.read(Path.of("..", "docs", "bridge", file)));
        } catch (SettingsRefused wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of(
                        "{\"msgId\":\"a-1\",\"event\":\"SOS\",\"ts\":1779999990,\"count\":2,\"gps\":{\"lat\":31.2,\"lng\":121.4,\"radius\":15,\"type\":\"LBS\"}}",
                        "{\"msgId\":7,\"event\":\"FALL\",\"motion\":\"0\",\"score\":85}",
                        "{\"msgId\":8,\"event\":\"CANCEL\",\"refMsgId\":7}",
                        "{\"time\":\"2026-05-28 04:26:40\",\"power\":61,\"csq\":31,\"wear\":\"no\",\"health\":{\"hr\":72,\"oxygen\":0.97,\"bp\":[16,10.67],\"temp\":97.7}}",
                        "{\"action\":\"press\",\"battery\":87,\"battery_low\":true,\"linkquality\":255}",
                        "{\"batch\":[{\"msgId\":1,\"event\":\"SOS\"},{\"msgId\":2,\"event\":\"?\"},[],7]}",
                        "PULLED")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void feed(byte[] input) {
        Reading event = wristband.read("vendor/8690/event", input, NOW).getFirst();
        if (event.said().isEmpty() && !event.isIgnored() && event.unread() != Unread.REFUSED) {
            throw new IllegalStateException("what may be an alarm has vanished");
        }
        wristband.read("vendor/8690/data", input, NOW);
        for (Reading item : wristband.read("vendor/8690/events", input, NOW)) {
            if (item.said().isEmpty() && !item.isIgnored() && item.unread() != Unread.REFUSED) {
                throw new IllegalStateException("what may be an alarm has vanished from a list");
            }
        }
        buttons.read("home/b7/button", input, NOW);
        buttons.read("home/c1/cord", input, NOW);
    }
}

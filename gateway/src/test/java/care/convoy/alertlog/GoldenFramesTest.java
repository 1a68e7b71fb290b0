package care.convoy.alertlog;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What version 1 wrote is read for ever. Each line of a file is a frame in hexadecimal and what it means, as that version
 * wrote it; the frames are never written again. A failure here means that logs, histories and snapshots on disk would no
 * longer be read as they were meant.
 */
class GoldenFramesTest {
    @Test
    void commandsOfVersionOneAreReadAsTheyWereMeant() throws IOException, MalformedFrame {
        List<Golden> all = frames("commands-v1.golden");
        assertThat(all).hasSize(200);
        for (Golden golden : all) {
            Command command = CommandCodec.decode(golden.frame());
            assertThat(command).hasToString(golden.meaning());
            assertThat(CommandCodec.encode(command)).isEqualTo(golden.frame());
        }
    }

    @Test
    void outcomesOfVersionOneAreReadAsTheyWereMeant() throws IOException, MalformedFrame {
        List<Golden> all = frames("outcomes-v1.golden");
        assertThat(all).hasSize(50);
        for (Golden golden : all) {
            Outcome outcome = OutcomeCodec.decode(golden.frame());
            assertThat(outcome).hasToString(golden.meaning());
            assertThat(OutcomeCodec.encode(outcome)).isEqualTo(golden.frame());
        }
    }

    @Test
    void eventsOfVersionOneAreReadAsTheyWereMeant() throws IOException, MalformedFrame {
        List<Golden> all = frames("events-v1.golden");
        assertThat(all).hasSize(200);
        for (Golden golden : all) {
            CommittedEvent event = EventCodec.decode(golden.frame());
            assertThat(event).hasToString(golden.meaning());
            assertThat(EventCodec.encode(event)).isEqualTo(golden.frame());
        }
    }

    @Test
    void aSnapshotOfVersionOneIsReadAsItWasMeant() throws IOException, MalformedFrame {
        Golden golden = frames("snapshot-v1.golden").getFirst();
        SnapshotLoader loader = new SnapshotLoader();
        loader.accept(golden.frame());

        Snapshot snapshot = loader.snapshot();

        assertThat(snapshot).hasToString(golden.meaning());
        assertThat(SnapshotCodec.stateHash(snapshot.state())).isEqualTo(snapshot.stateHash());
        assertThat(encode(snapshot)).isEqualTo(golden.frame());
    }

    private static byte[] encode(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SnapshotCodec.write(snapshot.logId(), snapshot.state(), bytes::writeBytes);
        return bytes.toByteArray();
    }

    private record Golden(byte[] frame, String meaning) {}

    private static List<Golden> frames(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(GoldenFramesTest.class.getResourceAsStream(name), name)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(GoldenFramesTest::golden).toList();
        }
    }

    private static Golden golden(String line) {
        int tab = line.indexOf('\t');
        return new Golden(HexFormat.of().parseHex(line.substring(0, tab)), line.substring(tab + 1));
    }
}

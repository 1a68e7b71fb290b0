package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be sent to a watch, and what cannot. */
class DownWordTest {
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IP",
                "PW",
                "MONITOR",
                "rcapture",
                "POWEROFF",
                "FACTORY",
                "RESET",
                "CENTER",
                "CALL",
                "SOS1",
                "PHB",
                "LZ",
                "WORK"
            })
    void noWordThatHarmsCanBeSent(String forbidden) {
        for (DownWord word : DownWord.values()) {
            assertThat(word.text()).isNotEqualToIgnoringCase(forbidden);
            assertThat(Reply.echo(word, forbidden).spelled()).isEqualTo(word.text());
            assertThatThrownBy(() -> new Reply(word, forbidden, "1")).isInstanceOf(IllegalArgumentException.class);
        }
        Frame said = new Frame("3G", "1", null, forbidden + ",1", true);
        assertThat(MessageReader.read(said)).isEqualTo(new WatchMessage.Told());
    }

    @Test
    void nothingCanBeSmuggledInBehindAWord() {
        for (String smuggled :
                List.of("AL]", "AL,IP", "AL[3G*1*0002*IP]", "AL*", "AL ", "LKx", "LK,PW", "ALA\u0000", "AL-")) {
            for (DownWord word : DownWord.values()) {
                assertThat(Reply.echo(word, smuggled).body()).isEqualTo(word.text());
            }
        }
        for (String arguments : List.of("]", "[", "*", "a b", "\n", "}")) {
            assertThatThrownBy(() -> Reply.of(DownWord.MESSAGE, arguments))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void wordsComeBackAsTheyWereSpelled() {
        assertThat(Reply.echo(DownWord.AL, "AL_LTE").body()).isEqualTo("AL_LTE");
        assertThat(Reply.echo(DownWord.AL, "ALCUSTOMER1").body()).isEqualTo("ALCUSTOMER1");
        assertThat(Reply.echo(DownWord.OXYGEN, "OXYGEN").body()).isEqualTo("OXYGEN");
        assertThat(new String(
                        DownFrame.write(
                                new DownFrame.Address("ZJ", "014111001332708", "0075"), Reply.echo(DownWord.AL, "AL")),
                        StandardCharsets.ISO_8859_1))
                .isEqualTo("[ZJ*014111001332708*0075*0002*AL]");
    }

    @Test
    void downlinksInTheWordsOfAWatch() {
        assertThat(body(new Downlink.Locate(1))).isEqualTo("CR");
        assertThat(body(new Downlink.Measure(1))).isEqualTo("hrtstart,1");
        assertThat(body(new Downlink.Accepted(ALERT, Downlink.Accepted.By.OPERATOR)))
                .isEqualTo("MESSAGE,5df267094eba63a5542cff0c6b6357285904740 6".replace(" ", ""));
        Stream.of(Downlink.Accepted.By.values())
                .map(by -> body(new Downlink.Accepted(ALERT, by)))
                .forEach(body -> assertThat(body).matches("MESSAGE,([0-9a-f]{4}){6,20}"));
        assertThat(body(new Downlink.Resolved(ALERT))).startsWith("MESSAGE,");
        assertThat(WatchDownlinks.of(new Downlink.Received(Stamp.BLANK, ALERT, Durability.COMMITTED)))
                .isEmpty();
        assertThat(WatchDownlinks.of(new Downlink.Rejected(Stamp.BLANK, Reject.SHED, "shed")))
                .isEmpty();
        assertThat(body(new Downlink.Ring(1))).isEqualTo("FIND");
        assertThat(WatchDownlinks.of(new Downlink.CallBack(1)))
                .as("nothing that calls unheard takes its place")
                .isEmpty();
        assertThat(body(new Downlink.Show(1, "医生!"))).isEqualTo("MESSAGE,533b751f0021");
        assertThat(body(new Downlink.FallAlarm(1, true))).isEqualTo("FALLDOWN,1");
        assertThat(body(new Downlink.FallAlarm(1, false))).isEqualTo("FALLDOWN,0");
        assertThat(body(new Downlink.SosNumbers(1, List.of("120", "+8673155550100"))))
                .isEqualTo("SOS,120,+8673155550100,");
        assertThat(body(new Downlink.SosNumbers(1, List.of()))).isEqualTo("SOS,,,");
    }

    @Test
    void intervalsOfAWatchAreItsPositionsAndItsMeasurements() {
        assertThat(bodies(new Downlink.Configure(1, -1, -1, 600))).containsExactly("UPLOAD,600");
        assertThat(bodies(new Downlink.Configure(1, 60, 0, 0))).containsExactly("UPLOAD,65535", "hrtstart,0");
        assertThat(bodies(new Downlink.Configure(1, -1, 60, -1))).containsExactly("hrtstart,300");
        assertThat(bodies(new Downlink.Configure(1, 60, -1, -1))).isEmpty();
    }

    private static List<String> bodies(Downlink downlink) {
        return WatchDownlinks.of(downlink).stream().map(Reply::body).toList();
    }

    private static String body(Downlink downlink) {
        List<Reply> replies = WatchDownlinks.of(downlink);
        assertThat(replies).hasSize(1);
        Reply reply = replies.getFirst();
        assertThat(reply.word().isCommand()).isTrue();
        assertThat(reply.body().toUpperCase(Locale.ROOT))
                .startsWith(reply.word().text().toUpperCase(Locale.ROOT));
        return reply.body();
    }
}

package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Told;
import care.convoy.notify.WordsForTests;
import care.convoy.resident.Contact.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a real telephone program, spoken by espeak-ng, and what arrives there. */
class BaresipTest {
    private static final String TEXT = "您好，这里是护航呼叫中心。王奶奶9点05分按了呼救键，还没有人应答。能去请按1，不能去请按2。";

    @TempDir
    Path directory;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void need() {
        String missing = Baresip.missing();
        Assumptions.assumeTrue(missing == null, missing);
        Assumptions.assumeTrue(
                Programs.isThere("espeak-ng"), "espeak-ng is not installed (Debian: apt-get install espeak-ng)");
    }

    private Baresip phone(boolean takes) throws Exception {
        return new Baresip(Files.createDirectory(directory.resolve("phone")), Map.of(WordsForTests.NUMBER, takes));
    }

    private VoiceProvider provider(int port, boolean tcp) throws Exception {
        VoiceProvider provider = new VoiceProvider(
                new VoiceConfig(
                        new VoiceConfig.Trunk("127.0.0.1", port, tcp, "", "", "example.org", "073180000000"),
                        new VoiceConfig.Local("", 0, 0, 0, true),
                        2,
                        20,
                        2,
                        new VoiceConfig.Speech(null, "espeak-ng", 10),
                        "0731-80000000"),
                directory.resolve("cache"));
        provider.start();
        Calls.awaitOpen(provider);
        return provider;
    }

    @Test
    void thePromptThatArrivesIsTheOneThatWasSpoken() throws Exception {
        Clip spoken = new Espeak("espeak-ng").speak(Words.spelt(TEXT, Language.ZH), Language.ZH);
        try (Baresip phone = phone(true);
                VoiceProvider provider = provider(phone.port(), false)) {
            provider.send(Calls.message(1, Action.CALL, TEXT), told::add);
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Told.ANSWERED);
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Told.UNHEARD);
            phone.awaitLog("terminated");

            Clip heard = Wav.read(Files.readAllBytes(phone.recording()));
            // twice, 0.6 s before, 1.2 s between, 2 s behind
            assertThat(heard.millis()).isBetween(2 * spoken.millis() + 2_800, 2 * spoken.millis() + 5_800);
            assertThat(Tones.loudness(samples(heard))).isGreaterThan(Tones.loudness(samples(spoken)) / 2);
            assertThat(likeness(spoken, heard)).isGreaterThan(0.95);
            assertThat(provider.counts().get("speech.made")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeyOfTheKeypadIsTheAnswer(boolean tcp) throws Exception {
        try (Baresip phone = phone(true);
                VoiceProvider provider = provider(phone.port(), tcp)) {
            provider.send(Calls.message(1, Action.CALL, TEXT), told::add);
            phone.awaitLog("Call established");
            TimeUnit.MILLISECONDS.sleep(500);
            phone.press(WordsForTests.NUMBER, '1');
            assertThat(told.poll(30, TimeUnit.SECONDS)).as(phone.log()).isEqualTo(Told.ANSWERED);
            assertThat(told.poll(30, TimeUnit.SECONDS)).as(phone.log()).isEqualTo(Told.ACCEPTED);
            phone.awaitLog("terminated");
        }
    }

    @Test
    void ringingStopsWhenTheCallIsNotNeededAnyMore() throws Exception {
        try (Baresip phone = phone(false);
                VoiceProvider provider = provider(phone.port(), false)) {
            provider.send(Calls.message(1, Action.CALL, TEXT), told::add);
            phone.awaitLog("Incoming call");
            TimeUnit.MILLISECONDS.sleep(500);
            provider.withdraw(Calls.message(1).key());
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(Told.WITHDRAWN);
            phone.awaitLog("session closed");
        }
    }

    private static List<Short> samples(Clip clip) {
        List<Short> samples = new ArrayList<>();
        for (int at = 0; at < clip.length(); at++) {
            samples.add(clip.sample(at));
        }
        return samples;
    }

    /** The largest correlation of a second of speech with what was heard, wherever it begins; 1 is the same. */
    private static double likeness(Clip spoken, Clip heard) {
        int from = 8_000;
        double best = 0;
        for (int shift = 0; shift < Math.min(heard.length() - from - 8_000, 24_000); shift++) {
            double product = 0;
            double a = 0;
            double b = 0;
            for (int at = 0; at < 8_000; at++) {
                double x = spoken.sample(from + at);
                double y = heard.sample(from + shift + at);
                product += x * y;
                a += x * x;
                b += y * y;
            }
            best = Math.max(best, product / Math.sqrt(a * b + 1));
        }
        return best;
    }
}

package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.EffectKey;
import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Message;
import care.convoy.notify.Recipient;
import care.convoy.notify.Told;
import care.convoy.notify.WordsForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A provider that calls through a port of this machine and speaks with recorded clips, so that no test waits for a program. */
final class Calls implements AutoCloseable {
    static final String TEXT = "你好";
    static final int TEXT_MILLIS = 1_000;

    final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    final VoiceProvider provider;

    Calls(Path directory, int trunkPort) throws IOException, InterruptedException {
        this(directory, trunkPort, 5, "");
    }

    Calls(Path directory, int trunkPort, int lines, String callBack) throws IOException, InterruptedException {
        provider = new VoiceProvider(
                new VoiceConfig(
                        new VoiceConfig.Trunk(
                                "127.0.0.1", trunkPort, false, "convoy", "secret", "example.org", "073180000000"),
                        new VoiceConfig.Local("", 0, 0, 0, true),
                        lines,
                        2,
                        2,
                        new VoiceConfig.Speech(clips(directory), "", 0),
                        callBack),
                directory.resolve("cache"));
        provider.start();
        awaitOpen(provider);
    }

    static void awaitOpen(VoiceProvider provider) throws InterruptedException {
        for (int tries = 0; provider.complaint() != null && tries < 2_000; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(provider.complaint()).isNull();
    }

    /** Tones in place of a person's voice: a second for the text, half a second for each of the rest. */
    static Path clips(Path directory) throws IOException {
        StringBuilder index = new StringBuilder();
        Path folder = Files.createDirectories(directory.resolve("clips"));
        Files.write(folder.resolve("text.wav"), Tones.wav(Tones.tone(440, TEXT_MILLIS, 8_000), 8_000));
        Files.write(folder.resolve("rest.wav"), Tones.wav(Tones.tone(880, 500, 8_000), 8_000));
        index.append("zh\ttext.wav\t").append(TEXT).append('\n');
        for (String word : Words.centre("零七三一", WordsForTests.recipient().language())
                .concat(Words.thanks(WordsForTests.recipient().language()))
                .concat(Words.noMore(WordsForTests.recipient().language()))
                .split("[，。]")) {
            index.append("zh\trest.wav\t").append(word).append('\n');
        }
        for (char digit : "零幺二三四五六七八九".toCharArray()) {
            index.append("zh\ttext.wav\t").append(digit).append('\n');
        }
        Files.writeString(folder.resolve(RecordedClips.INDEX), index);
        return folder;
    }

    static Message message(int step) {
        return message(step, Action.CALL, TEXT);
    }

    static Message message(int step, Action action, String text) {
        AlertId alert = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);
        return new Message(new EffectKey(alert, step, 1), action, true, WordsForTests.recipient(), text, text, "");
    }

    static Message messageTo(String address) {
        Message usual = message(1);
        Recipient to = usual.to();
        return new Message(
                usual.key(),
                usual.action(),
                true,
                new Recipient(to.contact(), to.name(), address, to.language(), to.hours()),
                TEXT,
                TEXT,
                "");
    }

    void call() {
        provider.send(message(1), told::add);
    }

    /** What comes of it; that somebody has taken it is passed over. */
    @Nullable
    Told next() throws InterruptedException {
        Told news = told.poll(30, TimeUnit.SECONDS);
        return news == Told.ANSWERED ? told.poll(30, TimeUnit.SECONDS) : news;
    }

    long count(String name) {
        Long count = provider.counts().get(name);
        if (count == null) {
            throw new IllegalArgumentException(name);
        }
        return count;
    }

    @Override
    public void close() {
        provider.close();
    }
}

package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.resident.Contact.Language;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {
    @TempDir
    Path directory;

    private final List<String> asked = new ArrayList<>();

    private Clip tone(String text, Language language) {
        asked.add(language + " " + text);
        return Clip.of(Tones.tone(500, 1_000, 8_000));
    }

    // ---- audio

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 44_100, 48_000})
    void aToneKeepsItsPitchAndLoudness(int rate) throws IOException {
        Clip clip = Wav.read(Tones.wav(Tones.tone(1_000, 1_000, rate), rate));
        assertThat(clip.millis()).isBetween(999, 1_000);
        assertThat(Tones.amount(clip, 1_000)).isBetween(0.95 * Tones.LOUD, 1.05 * Tones.LOUD);
    }

    @Test
    void whatATelephoneCannotCarryDoesNotFoldBack() throws IOException {
        // 5,500 Hz would be heard as 2,500
        Clip clip = Wav.read(Tones.wav(Tones.tone(5_500, 1_000, 22_050), 22_050));
        assertThat(Tones.amount(clip, 2_500)).isLessThan(0.01 * Tones.LOUD);
    }

    @Test
    void readsG711AndWhatAPipeWrote() throws IOException {
        short[] tone = Tones.tone(1_000, 500, 8_000);
        ByteBuffer aLaw = Tones.header(6, 8_000, 8, tone.length);
        ByteBuffer uLaw = Tones.header(7, 8_000, 8, tone.length);
        for (short each : tone) {
            aLaw.put(G711.toALaw(each));
            uLaw.put(G711.toULaw(each));
        }
        assertThat(Tones.amount(Wav.read(aLaw.array()), 1_000)).isBetween(0.95 * Tones.LOUD, 1.05 * Tones.LOUD);
        assertThat(Tones.amount(Wav.read(uLaw.array()), 1_000)).isBetween(0.95 * Tones.LOUD, 1.05 * Tones.LOUD);
        byte[] piped = Tones.wav(tone, 8_000);
        ByteBuffer.wrap(piped).putInt(40, -1);
        assertThat(Wav.read(piped).length()).isEqualTo(tone.length);
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> Wav.read(new byte[3])).hasMessage("not a WAVE file");
        assertThatThrownBy(() -> Wav.read(Tones.header(1, 8_000, 24, 0).array()))
                .hasMessageContaining("24 bits");
        assertThatThrownBy(() -> Wav.read(java.util.Arrays.copyOf(Tones.wav(new short[4], 8_000), 30)))
                .hasMessage("a WAVE file without audio");
    }

    // ---- words

    @Test
    void longNumbersAreSaidDigitByDigit() {
        assertThat(Words.spelt("回拨0731-80000001，3栋402。", Language.ZH)).isEqualTo("回拨零七三幺-八零零零零零零幺，3栋402。");
        assertThat(Words.spelt("call 0731 at 9:05", Language.EN)).isEqualTo("call 0 7 3 1  at 9:05");
    }

    // ---- recorded clips

    private RecordedClips clips(String index) throws IOException {
        Files.write(directory.resolve("a.wav"), Tones.wav(Tones.tone(500, 300, 8_000), 8_000));
        Files.write(directory.resolve("b.wav"), Tones.wav(Tones.tone(500, 700, 8_000), 8_000));
        Files.write(directory.resolve("bad.wav"), new byte[10]);
        Files.writeString(directory.resolve(RecordedClips.INDEX), index);
        return RecordedClips.read(directory);
    }

    @Test
    void phrasesArePutTogetherTheLongestFirst() throws IOException {
        RecordedClips clips =
                clips("zh\ta.wav\t您好\n\nzh\tb.wav\t您好，这里\nzh\ta.wav\t您\nzh\ta.wav\t您好，那里是\nen\ta.wav\thello\n");
        assertThat(clips.speak("您好，这里", Language.ZH).millis()).isEqualTo(700);
        assertThat(clips.speak("您好，您", Language.ZH).millis()).isEqualTo(300 + 200 + 300);
        assertThat(clips.speak("您好，那里是", Language.ZH).millis()).isEqualTo(300);
    }

    @Test
    void aLetterThatNoPhraseCoversCannotBeSpoken() throws IOException {
        RecordedClips clips = clips("zh\ta.wav\t您好\nen\ta.wav\thello\n");
        assertThatThrownBy(() -> clips.speak("您好王", Language.ZH)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> clips.speak("您好", Language.EN)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> clips.speak("您", Language.ZH)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh a.wav 您好", "fr\ta.wav\tsalut", "zh\t../a.wav\t您", "zh\tnone.wav\t您", "zh\tbad.wav\t您"})
    void aWrongLineOfTheIndexIsNamed(String line) {
        assertThatThrownBy(() -> clips("zh\ta.wav\t好\n" + line)).hasMessageContaining("clips.txt line 2");
    }

    // ---- what was made before

    @Test
    void aTextIsMadeOnceAndKeptForOurEyes() throws IOException {
        Path kept = directory.resolve("kept");
        Speech speech = new Speech(List.of(this::tone), new ClipCache(kept, 1 << 20));
        Clip first = speech.speak("王奶奶", Language.ZH, true);
        Clip again = speech.speak("王奶奶", Language.ZH, true);
        assertThat(again.encoded(Codec.PCMA)).isEqualTo(first.encoded(Codec.PCMA));
        assertThat(asked).hasSize(1);
        speech.speak("王奶奶", Language.EN, true);
        speech.speak("secret", Language.EN, false);
        speech.speak("secret", Language.EN, false);
        assertThat(asked).hasSize(4);
        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files).hasSize(2).noneMatch(file -> file.toString().contains("王"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rwx------");
    }

    @Test
    void theCacheForgetsWhatWasUsedLongestAgo() throws IOException {
        Path kept = directory.resolve("kept");
        // room for two seconds of speech
        ClipCache cache = new ClipCache(kept, 40_000);
        Clip second = Clip.of(Tones.tone(500, 1_000, 8_000));
        cache.keep("one", Language.EN, second);
        cache.keep("two", Language.EN, second);
        try (Stream<Path> files = Files.list(kept)) {
            for (Path each : files.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(Instant.EPOCH));
            }
        }
        assertThat(cache.find("one", Language.EN)).isNotNull();
        cache.keep("three", Language.EN, second);
        assertThat(cache.find("two", Language.EN)).isNull();
        assertThat(cache.find("one", Language.EN)).isNotNull();
        assertThat(cache.find("three", Language.EN)).isNotNull();
    }

    @Test
    void theNextSpeaksWhatTheFirstCannot() throws IOException {
        Tts mute = (text, language) -> {
            throw new IOException("not in my clips");
        };
        assertThat(new Speech(List.of(mute, this::tone), null)
                        .speak("x", Language.EN, true)
                        .millis())
                .isEqualTo(1_000);
        assertThatThrownBy(() -> new Speech(List.of(mute), null).speak("x", Language.EN, true))
                .hasMessage("not in my clips");
    }

    // ---- the program

    @Test
    void aProgramThatIsNotThereOrFailsIsSaid() throws IOException {
        assertThat(Espeak.isInstalled(directory.resolve("none").toString())).isFalse();
        assertThatThrownBy(() -> new Espeak(directory.resolve("none").toString()).speak("x", Language.EN))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new Espeak("false").speak("x", Language.EN)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new Espeak("true").speak("x", Language.EN)).isInstanceOf(IOException.class);
    }

    @Test
    void aProgramThatHangsOrNeverStopsIsEnded() throws IOException {
        Path hangs = program("cat >/dev/null; exec sleep 300");
        assertThatThrownBy(() -> new Espeak(hangs.toString(), 1).speak("x", Language.EN))
                .hasMessage("espeak-ng took too long");
        Path endless = program("cat >/dev/null; exec cat /dev/zero");
        assertThatThrownBy(() -> new Espeak(endless.toString(), 60).speak("x", Language.EN))
                .hasMessage("espeak-ng does not stop");
    }

    private Path program(String does) throws IOException {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    @Test
    void espeakSpeaksBothLanguages() throws IOException {
        Assumptions.assumeTrue(
                Espeak.isInstalled("espeak-ng"), "espeak-ng is not installed (Debian: apt-get install espeak-ng)");
        for (Language language : Language.values()) {
            Clip clip = new Espeak("espeak-ng")
                    .speak(language == Language.ZH ? "王奶奶按了呼救键，您现在能去看看吗？" : "Can you go and look?", language);
            assertThat(clip.millis()).isBetween(800, 15_000);
        }
    }
}

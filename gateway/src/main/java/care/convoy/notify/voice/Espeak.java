package care.convoy.notify.voice;

import care.convoy.resident.Contact.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Speech by the program espeak-ng, without a network. The words go by standard input: arguments are seen by everybody on the machine. A process has
 * {@value #SECONDS} s and {@value #MOST_BYTES} bytes, about four minutes of speech; then it is ended.
 */
final class Espeak implements Tts {
    private static final int SECONDS = 10;
    private static final int MOST_BYTES = 10 << 20;
    private static final int LONGEST_TEXT = 1_000;
    private static final String WORDS_PER_MINUTE = "150";

    private final String program;
    private final int seconds;

    Espeak(String program) {
        this(program, SECONDS);
    }

    Espeak(String program, int seconds) {
        this.program = program;
        this.seconds = seconds;
    }

    /** Whether it is installed and runs. */
    static boolean isInstalled(String program) {
        try {
            run(List.of(program, "--version"), "", SECONDS);
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    @Override
    public Clip speak(String text, Language language) throws IOException {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IOException("a text of " + text.length() + " characters is not spoken");
        }
        String voice = language == Language.ZH ? "cmn" : "en";
        Clip clip = Wav.read(run(
                List.of(program, "-v", voice, "-s", WORDS_PER_MINUTE, "-b", "1", "--stdin", "--stdout"),
                text,
                seconds));
        if (clip.length() == 0) {
            throw new IOException("espeak-ng said nothing");
        }
        return clip;
    }

    private static byte[] run(List<String> command, String input, int seconds) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        AtomicBoolean over = new AtomicBoolean();
        Thread limit = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    over.set(true);
                    process.destroyForcibly();
                }
            } catch (InterruptedException finished) {
                // in time
            }
        });
        try (InputStream speech = process.getInputStream()) {
            // at most a few kilobytes, which a pipe holds though nobody reads yet
            try (OutputStream words = process.getOutputStream()) {
                words.write(input.getBytes(StandardCharsets.UTF_8));
            }
            byte[] said = speech.readNBytes(MOST_BYTES);
            if (said.length == MOST_BYTES) {
                throw new IOException("espeak-ng does not stop");
            }
            if (process.waitFor() != 0) {
                throw new IOException(over.get() ? "espeak-ng took too long" : "espeak-ng failed");
            }
            return said;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        } finally {
            limit.interrupt();
            process.destroyForcibly();
        }
    }
}

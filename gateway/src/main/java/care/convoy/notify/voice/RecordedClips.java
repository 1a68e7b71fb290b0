package care.convoy.notify.voice;

import care.convoy.resident.Contact.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Speech put together of phrases that a person has spoken: always the longest that fits; between them what is no letter and no digit is a pause. A text with a
 * letter that no phrase covers cannot be spoken by it.
 *
 * <p>A folder holds {@code clips.txt}, UTF-8, a line for each phrase: language (zh, en), tab, WAVE file in the folder, tab, phrase. At most
 * {@value #MOST_PHRASES}, read at the start.
 */
final class RecordedClips implements Tts {
    static final String INDEX = "clips.txt";
    private static final int MOST_PHRASES = 5_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_SAMPLES = 20_000_000;
    private static final Clip PAUSE = Clip.silence(200);

    private final Map<Language, NavigableMap<String, Clip>> phrases;

    private RecordedClips(Map<Language, NavigableMap<String, Clip>> phrases) {
        this.phrases = phrases;
    }

    /** @throws IOException that tells the line and what is wrong with it */
    static RecordedClips read(Path folder) throws IOException {
        Map<Language, NavigableMap<String, Clip>> phrases = new EnumMap<>(Language.class);
        List<String> lines = Files.readAllLines(folder.resolve(INDEX), StandardCharsets.UTF_8);
        if (lines.size() > MOST_PHRASES) {
            throw new IOException(INDEX + " has more than " + MOST_PHRASES + " lines");
        }
        long samples = 0;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (!line.isBlank()) {
                samples += take(folder, line, INDEX + " line " + number, phrases);
            }
            if (samples > MOST_SAMPLES) {
                throw new IOException(INDEX + " line " + number + ": more than forty minutes of audio in all");
            }
        }
        return new RecordedClips(phrases);
    }

    private static int take(Path folder, String line, String where, Map<Language, NavigableMap<String, Clip>> into)
            throws IOException {
        String[] parts = line.split("\t", -1);
        if (parts.length != 3 || !parts[0].matches("zh|en") || parts[2].isBlank()) {
            throw new IOException(where + ": must be 'zh' or 'en', a file and what is said in it, with tabs between");
        }
        Path file = folder.resolve(parts[1]).normalize();
        if (!file.startsWith(folder.normalize()) || !Files.isReadable(file) || Files.size(file) > MOST_BYTES) {
            throw new IOException(where + ": " + parts[1] + " must be a readable file in that folder, at most 4 MB");
        }
        try {
            Clip clip = Wav.read(Files.readAllBytes(file));
            into.computeIfAbsent(Language.valueOf(parts[0].toUpperCase(Locale.ROOT)), first -> new TreeMap<>())
                    .put(parts[2].strip(), clip);
            return clip.length();
        } catch (IOException unusable) {
            throw new IOException(where + ": " + parts[1] + ": " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public Clip speak(String text, Language language) throws IOException {
        NavigableMap<String, Clip> known = phrases.getOrDefault(language, new TreeMap<>());
        List<Clip> said = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            Map.Entry<String, Clip> longest = longest(known, text.substring(at));
            if (longest != null) {
                said.add(longest.getValue());
                at += longest.getKey().length();
            } else if (!Character.isLetterOrDigit(text.charAt(at))) {
                said.add(PAUSE);
                at++;
            } else {
                throw new IOException("no recorded clip covers a part of the text");
            }
        }
        return Clip.join(said);
    }

    /** Of the phrases that the text begins with; those stand before it in order, the longer ones nearer. */
    private static Map.@Nullable Entry<String, Clip> longest(NavigableMap<String, Clip> known, String text) {
        String bound = text;
        while (true) {
            Map.Entry<String, Clip> before = known.floorEntry(bound);
            if (before == null || text.startsWith(before.getKey())) {
                return before;
            }
            int common = 0;
            while (common < Math.min(text.length(), before.getKey().length())
                    && text.charAt(common) == before.getKey().charAt(common)) {
                common++;
            }
            if (common == 0) {
                return null;
            }
            bound = text.substring(0, common);
        }
    }
}

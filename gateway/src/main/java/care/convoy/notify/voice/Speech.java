package care.convoy.notify.voice;

import care.convoy.resident.Contact.Language;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speech from the first that can speak a text, and what was made before. Thread-safe; takes seconds at most. */
final class Speech {
    private static final Logger LOG = LoggerFactory.getLogger(Speech.class);
    private final List<Tts> speakers;
    private final @Nullable ClipCache cache;
    /** The few texts of {@link Words}, which are never waited for in a call. */
    private final Map<String, Clip> known = new ConcurrentHashMap<>();

    final LongAdder made = new LongAdder();
    final LongAdder cached = new LongAdder();
    /** Calls that were not made because nothing could speak their text. */
    final LongAdder failed = new LongAdder();

    Speech(List<Tts> speakers, @Nullable ClipCache cache) {
        this.speakers = List.copyOf(speakers);
        this.cache = cache;
    }

    /** Makes what is said in every call, so that nobody waits for it then. */
    void prepare(String callBack) {
        for (Language language : Language.values()) {
            for (String text : Words.known(callBack, language)) {
                try {
                    known.put(text, speak(text, language, true));
                } catch (IOException unspoken) {
                    LOG.warn("calls cannot say all they should in {}: {}", language, unspoken.getMessage());
                }
            }
        }
    }

    /** One of {@link Words#known}; nothing if it could not be made. */
    Clip known(String text) {
        return known.getOrDefault(text, Clip.NOTHING);
    }

    /**
     * The text as audio.
     *
     * @param keeps whether it may be kept on disk
     * @throws IOException nothing can speak it now
     */
    Clip speak(String text, Language language, boolean keeps) throws IOException {
        Clip before = cache == null || !keeps ? null : cache.find(text, language);
        if (before != null) {
            cached.increment();
            return before;
        }
        Clip fresh = make(Words.spelt(text, language), language);
        made.increment();
        if (cache != null && keeps) {
            cache.keep(text, language, fresh);
        }
        return fresh;
    }

    private Clip make(String text, Language language) throws IOException {
        IOException why = new IOException("nothing can speak");
        for (Tts each : speakers) {
            try {
                return each.speak(text, language);
            } catch (IOException unspoken) {
                why = unspoken;
            }
        }
        throw why;
    }
}

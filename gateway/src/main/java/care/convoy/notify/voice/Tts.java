package care.convoy.notify.voice;

import care.convoy.resident.Contact.Language;
import java.io.IOException;

/** Makes speech of words. Thread-safe; takes a bounded time, seconds. */
interface Tts {
    /** @throws IOException if these words cannot be spoken now */
    Clip speak(String text, Language language) throws IOException;
}

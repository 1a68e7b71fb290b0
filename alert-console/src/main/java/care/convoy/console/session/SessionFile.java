package care.convoy.console.session;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sessions over a restart, so that nobody must type a password while alarms wait. The file holds hashes of the
 * session ids, which open nothing, and is readable by its owner only.
 *
 * <p>A log-in or log-out is in it within a second, use within ten. A file that cannot be read or written costs no more than a
 * log-in: it is logged, and the console goes on.
 */
public final class SessionFile {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final int USE_EVERY = 10;

    private final Path path;
    private final Sessions sessions;
    private final ReentrantLock writing = new ReentrantLock();
    private int seconds;

    public SessionFile(Path path, Sessions sessions) {
        this.path = path;
        this.sessions = sessions;
    }

    /** Reads what a former run left. Blocks; before the event loop runs. */
    public void restore() {
        try {
            List<Session.Saved> kept = new ArrayList<>();
            for (Object entry : new JsonArray(Files.readString(path))) {
                kept.add(saved((JsonObject) entry));
            }
            sessions.restore(kept);
        } catch (NoSuchFileException e) {
            LOG.debug("no sessions kept");
        } catch (IOException | DecodeException | ClassCastException e) {
            LOG.warn("kept sessions cannot be read, everybody logs in again: {}", e.toString());
        }
    }

    /** Once a second on the event loop. @param elsewhere runs what blocks */
    public void tick(Executor elsewhere) {
        seconds++;
        sessions.unsaved(seconds % USE_EVERY == 0).ifPresent(saved -> elsewhere.execute(() -> write(saved)));
    }

    /** Writes the last state. Blocks; after the event loop has stopped. */
    public void close() {
        sessions.unsaved(true).ifPresent(this::write);
    }

    private void write(List<Session.Saved> saved) {
        JsonArray entries = new JsonArray();
        saved.forEach(session -> entries.add(json(session)));
        writing.lock();
        try {
            Path next = path.resolveSibling(path.getFileName() + ".next");
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, entries.encode());
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("sessions cannot be kept: {}", e.toString());
        } finally {
            writing.unlock();
        }
    }

    private static JsonObject json(Session.Saved session) {
        return new JsonObject()
                .put("id", session.idHash())
                .put("handle", session.handle())
                .put("user", session.user())
                .put("address", session.origin().address())
                .put("agent", session.origin().agent())
                .put("createdAt", session.createdAt().toEpochMilli())
                .put("activeAt", session.activeAt().toEpochMilli());
    }

    private static Session.Saved saved(JsonObject entry) {
        return new Session.Saved(
                text(entry, "id"),
                text(entry, "handle"),
                text(entry, "user"),
                new Session.Origin(text(entry, "address"), text(entry, "agent")),
                instant(entry, "createdAt"),
                instant(entry, "activeAt"));
    }

    private static String text(JsonObject entry, String member) {
        return Optional.ofNullable(entry.getString(member)).orElseThrow(() -> new DecodeException("no " + member));
    }

    private static Instant instant(JsonObject entry, String member) {
        Long millis = entry.getLong(member);
        if (millis == null) {
            throw new DecodeException("no " + member);
        }
        return Instant.ofEpochMilli(millis);
    }
}

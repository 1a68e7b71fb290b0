package care.convoy.storage;

import care.convoy.account.ApiToken;
import care.convoy.account.User;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.resident.ContactLine;
import care.convoy.resident.DeviceLine;
import care.convoy.resident.ImportFile;
import care.convoy.resident.ImportResult;
import care.convoy.resident.RecordsCache;
import care.convoy.resident.RecordsCache.Records;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.ResidentLine;
import care.convoy.resident.StorageUnavailable;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records from the database, or from the local cache when the database is away, into the memories that the gateway
 * works from, and changes them: database first, then memory and cache. Thread-safe; changes come one at a time, and throw
 * {@link StorageUnavailable} when the database is away, without having changed anything.
 */
public final class Provisioning {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private final Stores stores;
    private final Memories memories;
    private final RecordsCache cache;

    /** Where records are kept. */
    public record Stores(ResidentStore residents, DeviceStore devices, UserStore users, TokenStore tokens) {}

    /**
     * What the gateway works from.
     *
     * @param accounts takes all users, and all tokens by the lower-case hexadecimal digits of their SHA-256
     */
    public record Memories(
            ResidentDirectory residents,
            DeviceRegistry devices,
            BiConsumer<Collection<User>, Map<String, ApiToken>> accounts) {}

    /** From where the records came. */
    public enum Source {
        DATABASE,
        /** The database was away; the records are as of the last load or change. Load again when it is back. */
        CACHE,
        /** The database was away and nothing was ever cached. */
        NOTHING
    }

    public Provisioning(Stores stores, Memories memories, RecordsCache cache) {
        this.stores = stores;
        this.memories = memories;
        this.cache = cache;
    }

    /** Fills the memories; also later, when the database is back. */
    public synchronized Source load() {
        try {
            loadFromDatabase();
            return Source.DATABASE;
        } catch (StorageUnavailable away) {
            return loadFromCache() ? Source.CACHE : Source.NOTHING;
        }
    }

    /** Imports a residents file. */
    public ImportResult importResidents(byte[] csv) {
        return imported(ResidentLine.read(csv), stores.residents()::importResidents);
    }

    /** Imports a contacts file. */
    public ImportResult importContacts(byte[] csv) {
        return imported(ContactLine.read(csv), stores.residents()::importContacts);
    }

    /** Imports a devices file. */
    public ImportResult importDevices(byte[] csv) {
        return imported(DeviceLine.read(csv), stores.devices()::importDevices);
    }

    /** Adds a user. @return false if the login is taken; then nothing changed */
    public boolean addUser(User user) {
        return changed(() -> stores.users().add(user));
    }

    /** Replaces a password. @return false if there is no such user */
    public boolean setPassword(String login, String passwordHash, boolean mustChange) {
        return changed(() -> stores.users().setPassword(login, passwordHash, mustChange));
    }

    /** Locks a user out, or lets the user in again. @return false if there is no such user */
    public boolean setDisabled(String login, boolean disabled) {
        return changed(() -> stores.users().setDisabled(login, disabled));
    }

    /**
     * Adds a token.
     *
     * @param sha256 of the token's characters, 64 lower-case hexadecimal digits
     * @return false if the name is taken; then nothing changed
     */
    public boolean addToken(ApiToken token, String sha256) {
        return changed(() -> stores.tokens().add(token, sha256));
    }

    /** Revokes a token. @return false if there is none of that name, or it was revoked before */
    public boolean revokeToken(String name) {
        return changed(() -> stores.tokens().revoke(name));
    }

    private synchronized <L> ImportResult imported(ImportFile<L> file, Function<List<L>, ImportResult> store) {
        if (!file.errors().isEmpty()) {
            return ImportResult.refused(file.errors());
        }
        ImportResult result = store.apply(file.lines());
        if (result.changed() > 0) {
            loadFromDatabase();
        }
        return result;
    }

    private synchronized boolean changed(Supplier<Boolean> change) {
        boolean done = change.get();
        if (done) {
            loadFromDatabase();
        }
        return done;
    }

    private void loadFromDatabase() {
        Records records = new Records(
                stores.residents().loadResidents(),
                stores.residents().loadContacts(),
                stores.devices().loadAll(),
                stores.users().loadAll(),
                stores.tokens().loadAll());
        fill(records);
        try {
            cache.write(records);
        } catch (UncheckedIOException unwritable) {
            // costs the next start without a database, not this change
            LOG.error("records cache cannot be written: {}", unwritable.getMessage());
        }
    }

    private boolean loadFromCache() {
        try {
            Optional<Records> cached = cache.read();
            cached.ifPresent(this::fill);
            return cached.isPresent();
        } catch (UncheckedIOException damaged) {
            LOG.error("records cache cannot be read; nothing is known until the database is back", damaged);
            return false;
        }
    }

    private void fill(Records records) {
        memories.residents().replaceAll(records.residents(), records.contacts());
        memories.devices().put(records.devices());
        memories.accounts().accept(records.users(), records.tokens());
    }
}

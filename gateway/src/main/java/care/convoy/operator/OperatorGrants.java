package care.convoy.operator;

import care.convoy.console.Grants;
import care.convoy.disclosure.Doorkeeper;
import care.convoy.disclosure.GrantBook;
import care.convoy.disclosure.Scope;
import care.convoy.resident.StorageUnavailable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What other systems may have, for the console. Thread-safe. */
public final class OperatorGrants implements Grants {
    private static final int TOKEN_BYTES = 32;
    private static final int MOST_DAYS = 731;

    private final GrantBook book;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public OperatorGrants(GrantBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    @Override
    public List<Grant> list() {
        return stored(() -> book.all().stream().map(OperatorGrants::shown).toList());
    }

    @Override
    public Outcome issue(NewGrant wish) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : wish.scopes()) {
            Optional<Set<Scope>> named = Scope.named(name);
            if (named.isEmpty()) {
                return new Outcome.Refused("scopes: there is no " + name + "; there are " + Scope.names());
            }
            scopes.addAll(named.get());
        }
        if (scopes.isEmpty()) {
            return new Outcome.Refused("scopes: name at least one of " + Scope.names());
        }
        if (scopes.contains(Scope.PATIENT_TELECOM) && !scopes.contains(Scope.PATIENT_READ)) {
            return new Outcome.Refused("scopes: " + Scope.PATIENT_TELECOM.wireName() + " adds to "
                    + Scope.PATIENT_READ.wireName() + "; name that too");
        }
        if (wish.days() < 1 || wish.days() > MOST_DAYS) {
            return new Outcome.Refused("days: 1 to " + MOST_DAYS);
        }
        if (wish.purpose().isBlank()) {
            return new Outcome.Refused("purpose: say what it is for; it stands in the audit");
        }
        Instant now = clock.instant();
        var grant = new care.convoy.disclosure.Grant(
                wish.name(),
                scopes,
                wish.area(),
                wish.purpose().strip(),
                wish.by(),
                now.toEpochMilli(),
                now.plus(Duration.ofDays(wish.days())).toEpochMilli(),
                0,
                0);
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return stored(() -> book.add(grant, Doorkeeper.hash(token)))
                ? new Outcome.Issued(shown(grant), token)
                : new Outcome.NameTaken();
    }

    @Override
    public boolean revoke(String name, String by) {
        return stored(() -> book.revoke(name, by, clock.millis()));
    }

    private static <T> T stored(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageUnavailable down) {
            throw OperatorAlerts.unavailable();
        }
    }

    private static Grant shown(care.convoy.disclosure.Grant grant) {
        return new Grant(
                grant.name(),
                grant.scopes().stream().map(Scope::wireName).collect(Collectors.toSet()),
                grant.area(),
                grant.purpose(),
                grant.createdBy(),
                Instant.ofEpochMilli(grant.createdMillis()),
                Instant.ofEpochMilli(grant.expiresMillis()),
                at(grant.revokedMillis()),
                at(grant.usedMillis()));
    }

    private static @Nullable Instant at(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}

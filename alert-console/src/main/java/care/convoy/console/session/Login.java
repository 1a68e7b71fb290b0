package care.convoy.console.session;

import care.convoy.console.ConsoleClock;
import care.convoy.console.Users;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Checks passwords. Called and answering on the event loop; the hashing itself runs on {@link Hashing}'s threads. At most
 * {@value #PER_ADDRESS} checks wait for one address, so that one address cannot fill the queue alone.
 */
public final class Login {
    private static final int PER_ADDRESS = 16;
    /** Of a password nobody has: an unknown login costs the same time as a known one. */
    private static final String NOBODY =
            "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbi1ieXRlcy0h$zF1n1gfp9fcN0Ux2sU+k3dFi7Q3EGxM4bZVTg3FEF3g";

    private final Users users;
    private final Hashing hashing;
    private final Backoff backoff;
    private final Executor loop;
    private final Map<String, Integer> waiting = new HashMap<>();

    /** @param loop runs a task on the event loop */
    public Login(Users users, Hashing hashing, ConsoleClock clock, Executor loop) {
        this.users = users;
        this.hashing = hashing;
        this.backoff = new Backoff(clock);
        this.loop = loop;
    }

    /** How an attempt went. */
    public sealed interface Answer {
        /** Login and password are right. */
        record Welcome(Users.User user) implements Answer {}

        /** They are not; which of them, nobody learns. */
        record Wrong() implements Answer {}

        /** Too many failures. @param seconds to wait */
        record Wait(long seconds) implements Answer {}

        /** Too many at once. */
        record Busy() implements Answer {}
    }

    /** Checks, then answers on the event loop. */
    public void attempt(String login, String password, String address, Consumer<Answer> then) {
        long wait = backoff.begin(login, address);
        if (wait > 0) {
            then.accept(new Answer.Wait(wait));
            return;
        }
        if (waiting.getOrDefault(address, 0) >= PER_ADDRESS) {
            backoff.notMade(login, address);
            then.accept(new Answer.Busy());
            return;
        }
        waiting.merge(address, 1, Integer::sum);
        Optional<Users.User> user =
                users.byLogin(login).filter(found -> !found.argon2id().isEmpty());
        String hash = user.map(Users.User::argon2id).orElse(NOBODY);
        hashing.matches(password, hash)
                .whenComplete((right, failure) -> loop.execute(() -> {
                    waiting.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
                    if (failure != null) {
                        backoff.notMade(login, address);
                        then.accept(new Answer.Busy());
                    } else if (right && user.filter(Users.User::enabled).isPresent()) {
                        backoff.succeeded(login, address);
                        then.accept(new Answer.Welcome(user.get()));
                    } else {
                        then.accept(new Answer.Wrong());
                    }
                }));
    }

    /** Hashes a new password, then answers on the event loop. @param then gets the hash; {@code busy} runs if full */
    public void hash(String password, Consumer<String> then, Runnable busy) {
        hashing.hash(password)
                .whenComplete((hash, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        busy.run();
                    } else {
                        then.accept(hash);
                    }
                }));
    }
}

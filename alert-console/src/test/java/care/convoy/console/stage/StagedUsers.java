package care.convoy.console.stage;

import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.console.session.Tokens;
import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Users of the stage; all have {@link #PASSWORD}. Thread-safe. */
public final class StagedUsers implements Users {
    /** Everybody's. */
    public static final String PASSWORD = "moon-lake-2026-demo";
    /** Cheap on purpose: tests log in often, and what is dear is tested by itself. */
    private static final String HASH = Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID)
            .hash(PASSWORD, "sixteen-bytes-sa")
            .getResult();

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, User> tokens = new ConcurrentHashMap<>();

    public StagedUsers() {
        add("liming", "李明", Role.OPERATOR, "");
        add("liumin", "刘敏", Role.OPERATOR, "");
        add("mengjie", "孟洁", Role.OPERATOR, StagedRecords.COUNTY);
        add("banzhang", "周班长", Role.SUPERVISOR, "");
        add("dispatch", "陈调度", Role.DISPATCHER, "");
        add("admin", "管理员", Role.ADMIN, "");
        add("auditor", "审计员", Role.AUDITOR, "");
        add("field", "赵外勤", Role.FIELD, "");
        add("newcomer", "新来的", Role.OPERATOR, "");
        change(
                "newcomer",
                user -> new User(user.login(), user.name(), user.role(), user.scope(), user.argon2id(), true, true));
    }

    /** Adds one with the common password. */
    public void add(String login, String name, Role role, String scope) {
        users.put(login, new User(login, name, role, scope, HASH, false, true));
    }

    /** Adds the holder of a token. */
    public void token(String token, String name, Role role, String scope) {
        tokens.put(Tokens.hash(token), new User(name, name, role, scope, "", false, true));
    }

    /** Changes one. */
    public void change(String login, UnaryOperator<User> change) {
        users.computeIfPresent(login, (key, user) -> change.apply(user));
    }

    /** Takes a token back. */
    public void revoke(String token) {
        tokens.remove(Tokens.hash(token));
    }

    @Override
    public Optional<User> byLogin(String login) {
        return Optional.ofNullable(users.get(login));
    }

    @Override
    public Optional<User> byToken(String sha256) {
        return Optional.ofNullable(tokens.get(sha256));
    }

    @Override
    public void replacePassword(String login, String argon2id) {
        change(
                login,
                user -> new User(
                        user.login(), user.name(), user.role(), user.scope(), argon2id, false, user.enabled()));
    }
}

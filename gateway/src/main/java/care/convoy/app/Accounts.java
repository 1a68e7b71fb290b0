package care.convoy.app;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.administration.Reply;
import care.convoy.administration.Request;
import care.convoy.console.Audit;
import care.convoy.console.session.Passwords;
import care.convoy.resident.StorageUnavailable;
import care.convoy.storage.AuditLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Users and tokens by the administration socket; every change is in the audit. Thread-safe. */
final class Accounts {
    private static final String WHO = "administration";
    private static final int TOKEN_BYTES = 32;
    private static final int PASSWORD_BYTES = 12;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern SCOPE = Pattern.compile("[0-9]{0,12}");
    private static final String LINE = "%-24s %-11s %-14s %s";
    private static final Reply AWAY = Reply.refused(List.of("the database is away; say it again when it is back"));

    private final Archive archive;
    private final Audit audit;
    private final Consumer<String> endSessions;
    private final SecureRandom random = new SecureRandom();

    /** @param endSessions ends the console sessions of a login before it returns */
    Accounts(Archive archive, Audit audit, Consumer<String> endSessions) {
        this.archive = archive;
        this.audit = audit;
        this.endSessions = endSessions;
    }

    Map<String, Function<Request, Reply>> commands() {
        Map<String, Function<Request, Reply>> commands = new TreeMap<>();
        commands.put("users.add", this::addUser);
        commands.put("users.disable", this::disableUser);
        commands.put("users.enable", this::enableUser);
        commands.put("users.list", this::listUsers);
        commands.put("token.create", this::createToken);
        commands.put("token.revoke", this::revokeToken);
        commands.put("token.list", this::listTokens);
        commands.replaceAll((_, command) -> withDatabase(command));
        return commands;
    }

    private static Function<Request, Reply> withDatabase(Function<Request, Reply> command) {
        return request -> {
            try {
                return command.apply(request);
            } catch (StorageUnavailable away) {
                return AWAY;
            }
        };
    }

    private Reply addUser(Request request) {
        String name = name(request);
        String password = oneTimePassword();
        User user = new User(name, role(request), Passwords.hash(password), scope(request), false, true);
        if (!archive.addUser(user)) {
            return Reply.refused(List.of("a user " + name + " exists already; choose another name"));
        }
        noted("users.add", name);
        return Reply.done(
                "user " + name + " added; the one-time password, to be changed at the first login:", password);
    }

    private Reply disableUser(Request request) {
        String name = name(request);
        if (!archive.setUserDisabled(name, true)) {
            return noUser(name);
        }
        endSessions.accept(name);
        noted("users.disable", name);
        return Reply.done("user " + name + " disabled; every session of " + name + " is ended, and a token of that name"
                + " is revoked for ever");
    }

    private Reply enableUser(Request request) {
        String name = name(request);
        if (!archive.setUserDisabled(name, false)) {
            return noUser(name);
        }
        noted("users.enable", name);
        return Reply.done("user " + name + " enabled, with the password of before");
    }

    private static Reply noUser(String name) {
        return Reply.refused(List.of("there is no user " + name + "; './convoy user list' tells who there is"));
    }

    private Reply listUsers(Request request) {
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("user", "role", "scope", "state"));
        for (User user : archive.users().loadAll()) {
            String state = user.disabled() ? "disabled" : user.mustChange() ? "one-time password" : "enabled";
            lines.add(LINE.formatted(user.login(), user.role().wireName(), shown(user.scopePrefix()), state));
        }
        return new Reply(true, lines);
    }

    private Reply createToken(Request request) {
        String name = name(request);
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        if (!archive.addToken(new ApiToken(name, role(request), scope(request), false), sha256(token))) {
            return Reply.refused(List.of("a token " + name + " exists already; choose another name"));
        }
        noted("token.create", name);
        return Reply.done("token " + name + " created; it is not shown again:", token);
    }

    private Reply revokeToken(Request request) {
        String name = name(request);
        if (!archive.revokeToken(name)) {
            return Reply.refused(List.of(
                    "there is no token " + name + " that is still good; './convoy token list' tells which there are"));
        }
        noted("token.revoke", name);
        return Reply.done("token " + name + " revoked for ever");
    }

    private Reply listTokens(Request request) {
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("token", "role", "scope", "state"));
        archive.tokens().loadAll().values().stream()
                .sorted(Comparator.comparing(ApiToken::name))
                .map(token -> LINE.formatted(
                        token.name(),
                        token.role().wireName(),
                        shown(token.scopePrefix()),
                        token.revoked() ? "revoked" : "good"))
                .forEach(lines::add);
        return new Reply(true, lines);
    }

    private static String shown(String scope) {
        return scope.isEmpty() ? "whole tree" : scope;
    }

    /** What was done is in the audit before it is answered, or, with the database gone meanwhile, when it is back. */
    void noted(String action, String subject) {
        long now = System.currentTimeMillis();
        try {
            archive.audit().append(List.of(new AuditLog.Entry(now, WHO, "", action, subject, "done")));
        } catch (StorageUnavailable away) {
            audit.record(new Audit.Entry(Instant.ofEpochMilli(now), WHO, "", action, subject, "done"));
        }
    }

    /** Sixteen characters that nobody has to change before they are typed. */
    String oneTimePassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sha256(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this Java", impossible);
        }
    }

    private static String name(Request request) {
        String name = request.argument("name");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name '" + name + "': 1 to 64 characters of A-Z a-z 0-9 . _ @ -");
        }
        return name;
    }

    private static Role role(Request request) {
        String role = request.argument("role");
        return Role.named(role)
                .orElseThrow(() -> new IllegalArgumentException(
                        "role '" + role + "': one of operator, dispatcher, supervisor, admin, auditor, field"));
    }

    private static String scope(Request request) {
        String scope = request.arguments().getOrDefault("scope", "");
        if (!SCOPE.matcher(scope).matches()) {
            throw new IllegalArgumentException(
                    "scope '" + scope + "': the beginning of an administrative code, digits");
        }
        return scope;
    }
}

package care.convoy.app;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.administration.Reply;
import care.convoy.administration.Request;
import care.convoy.console.session.Passwords;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import care.convoy.resident.StorageUnavailable;
import care.convoy.storage.AuditLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the administration socket can do; see {@code docs/administration.md}. Thread-safe. */
final class Administration {
    private static final int TOKEN_BYTES = 32;
    private static final int PASSWORD_BYTES = 12;
    private static final int MOST_ERRORS_SHOWN = 50;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern SCOPE = Pattern.compile("[0-9]{0,12}");

    private final Archive archive;
    private final Supplier<List<String>> status;
    private final Supplier<Reply> compare;
    private final SecureRandom random = new SecureRandom();

    /** @param compare lets the members of the alert log compare their states */
    Administration(Archive archive, Supplier<List<String>> status, Supplier<Reply> compare) {
        this.archive = archive;
        this.compare = compare;
        this.status = status;
    }

    Map<String, Function<Request, Reply>> commands() {
        Map<String, Function<Request, Reply>> commands = new TreeMap<>();
        commands.put("status", _ -> new Reply(true, status.get()));
        commands.put("residents.import", request -> imported("residents", request, archive::importResidents));
        commands.put("contacts.import", request -> imported("contacts", request, archive::importContacts));
        commands.put("devices.import", request -> imported("devices", request, archive::importDevices));
        commands.put("plans.import", request -> imported("plan changes", request, archive::importPlans));
        commands.put("adopt", _ -> adopt());
        commands.put("member.check", _ -> compare.get());
        commands.put("users.add", this::addUser);
        commands.put("token.create", this::createToken);
        return commands;
    }

    private Reply adopt() {
        String done = archive.adopt();
        noted("adopt", "");
        return Reply.done(done);
    }

    private static Reply imported(String what, Request request, Function<byte[], ImportResult> importer) {
        try {
            ImportResult result = importer.apply(request.content().toBytes());
            if (result.errors().isEmpty()) {
                return Reply.done(result.imported() + " " + what + " imported, " + result.changed() + " changed");
            }
            return Reply.refused(complaints(what, result.errors()));
        } catch (StorageUnavailable away) {
            return Reply.refused(List.of("the database is away; nothing was imported, try again when it is back"));
        }
    }

    private static List<String> complaints(String what, List<ImportError> errors) {
        List<String> lines = new java.util.ArrayList<>();
        errors.stream().limit(MOST_ERRORS_SHOWN).map(ImportError::toString).forEach(lines::add);
        if (errors.size() > MOST_ERRORS_SHOWN) {
            lines.add("... and " + (errors.size() - MOST_ERRORS_SHOWN) + " more");
        }
        lines.add("no " + what + " were imported; mend the file and import it again");
        return lines;
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

    private void noted(String action, String subject) {
        archive.audit()
                .append(List.of(
                        new AuditLog.Entry(System.currentTimeMillis(), "administration", "", action, subject, "done")));
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

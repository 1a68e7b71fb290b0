package care.convoy.app;

import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.console.session.Passwords;
import care.convoy.demo.FictionalCounty;
import care.convoy.resident.ImportResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a demo's directory at its first start: a fictional county, and a user per role with a password of this directory
 * alone. Both are kept in files of mode 0600 beside the data.
 */
final class Demo {
    private static final long SEED = 2_026;
    private static final String LOGINS = "demo-logins.txt";

    private Demo() {}

    static Path devicesFile(Path data) {
        return data.resolve("demo-devices.csv");
    }

    /** Who would have been called. */
    static Path callsFile(Path data) {
        return data.resolve("demo-calls.csv");
    }

    /** The logins to print, one 'login password' a line. */
    static List<String> logins(Path data) throws IOException {
        return Files.readAllLines(data.resolve(LOGINS));
    }

    /** Provisions the directory unless that was done; idempotent, so a start that was cut off begins again. */
    static void provision(Path data, Archive archive, Accounts accounts) {
        Path logins = data.resolve(LOGINS);
        if (Files.exists(logins)) {
            return;
        }
        FictionalCounty.Files files = new FictionalCounty(SEED, new SecureRandom()).write();
        try {
            require(archive.importResidents(utf8(files.residents())));
            require(archive.importContacts(utf8(files.contacts())));
            require(archive.importDevices(utf8(files.devices())));
            writePrivate(devicesFile(data), files.devices());
            writePrivate(logins, users(archive, accounts));
        } catch (IOException disk) {
            throw new java.io.UncheckedIOException(disk);
        }
    }

    private static String users(Archive archive, Accounts accounts) {
        List<String> lines = new ArrayList<>();
        for (Role role : Role.values()) {
            lines.add(user(archive, accounts, role.wireName(), role));
        }
        lines.add(user(archive, accounts, "operator2", Role.OPERATOR));
        return String.join("\n", lines) + "\n";
    }

    private static String user(Archive archive, Accounts accounts, String login, Role role) {
        String password = accounts.oneTimePassword();
        String hash = Passwords.hash(password);
        if (!archive.addUser(new User(login, role, hash, "", false, false))) {
            archive.users().setPassword(login, hash, false);
        }
        return login + " " + password;
    }

    private static void require(ImportResult result) {
        if (!result.errors().isEmpty()) {
            throw new IllegalStateException(
                    "the demo's county is refused: " + result.errors().getFirst());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void writePrivate(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text, StandardOpenOption.WRITE);
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}

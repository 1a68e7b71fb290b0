package care.convoy.app;

import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.console.session.Passwords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The user {@code admin} of a new directory, with a one-time password in a file of mode 0600. */
final class FirstAdmin {
    private FirstAdmin() {}

    static Path passwordFile(Path data) {
        return data.resolve("first-admin-password");
    }

    static void provision(Path data, Archive archive, Accounts accounts) {
        if (!archive.users().loadAll().isEmpty()) {
            return;
        }
        String password = accounts.oneTimePassword();
        try {
            Demo.writePrivate(passwordFile(data), password + "\n");
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        archive.addUser(new User("admin", Role.ADMIN, Passwords.hash(password), "", false, true));
    }
}

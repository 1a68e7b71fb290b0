package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.console.session.Passwords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoginFloodTest {
    /** With hashes as dear as real ones, one thread for them and room for four. */
    @Test
    @Timeout(120)
    void floodOfLoginsIsShedAndEverybodyElseIsServed() throws ExecutionException, InterruptedException {
        ConsoleConfig narrow = ConsoleConfig.on("127.0.0.1", 0).withHashing(1, 4);
        String password = "seven willows by the lake";
        String dear = Passwords.hash(password);
        try (ConsoleFixture console = new ConsoleFixture(narrow);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> logins = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String login = "flood" + i;
                console.stage.users().add(login, login, Role.OPERATOR, "");
                console.stage
                        .users()
                        .change(login, user -> new Users.User(login, login, user.role(), "", dear, false, true));
                logins.add(threads.submit(() -> console.anonymous().tryLogin(login, password)));
            }
            int served = 0;
            for (int i = 0; i < 100; i++) {
                served += console.api().get("/api/alerts").status() == 200 ? 1 : 0;
            }
            assertThat(served).isEqualTo(100);
            int welcomed = 0;
            int shed = 0;
            for (Future<Answer> login : logins) {
                Answer answer = login.get();
                assertThat(answer.status()).isIn(200, 503);
                welcomed += answer.status() == 200 ? 1 : 0;
                shed += answer.status() == 503 ? 1 : 0;
            }
            assertThat(welcomed).isPositive();
            assertThat(shed).isPositive();
            assertThat(console.anonymous().tryLogin("flood0", password).status())
                    .isEqualTo(200);
        }
    }
}

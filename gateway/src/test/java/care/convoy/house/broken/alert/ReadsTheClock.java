package care.convoy.house.broken.alert;

import java.time.Instant;

final class ReadsTheClock {
    private ReadsTheClock() {}

    static Instant now() {
        return Instant.now();
    }
}

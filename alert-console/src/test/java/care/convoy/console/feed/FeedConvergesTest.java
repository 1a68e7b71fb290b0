package care.convoy.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertRow;
import care.convoy.console.Disposition;
import care.convoy.console.session.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever readers do - stall, take little, lose the connection, come back with their event id - in the end each shows
 * exactly what is open in its region. Parts, ring and waiting room are small, so that every way is taken.
 */
class FeedConvergesTest {
    private static final List<String> LOGINS = List.of("liming", "liumin", "mengjie");

    private static final class Seat {
        private final Caller caller;
        private Reader reader = new Reader();
        private Runnable gone = () -> {};

        private Seat(Caller caller) {
            this.caller = caller;
        }

        private void connect(Feed feed) {
            gone.run();
            Reader next = new Reader();
            next.takeOver(reader);
            reader = next;
            gone = feed.open(caller, next.lastId(), next, next::abort).orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyReaderEndsWithTheTruth(long seed) {
        Random random = new Random(seed);
        FeedStage desk = new FeedStage(FeedStage.limits(100, 40, 4, 12));
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Seat seat = new Seat(desk.caller(LOGINS.get(i % LOGINS.size())));
            seat.connect(desk.feed());
            seats.add(seat);
        }
        for (int step = 0; step < 1_500; step++) {
            if (random.nextInt(3) > 0) {
                change(desk, random);
            } else {
                disturb(desk, seats.get(random.nextInt(seats.size())), random);
            }
            desk.loop.pass(random.nextInt(30));
        }
        seats.forEach(seat -> seat.reader.drain());
        desk.loop.pass(1_000);
        for (Seat seat : seats) {
            assertThat(FeedStage.versions(seat.reader.rows()))
                    .as("seed %d, %s", seed, seat.caller.user().login())
                    .isEqualTo(desk.truth(seat.caller.user().scope()));
        }
        assertThat(desk.feed().stats().conflated()).isPositive();
        assertThat(desk.feed().stats().overflowed()).isPositive();
    }

    private static void change(FeedStage desk, Random random) {
        List<AlertRow> open = desk.stage.alerts().open();
        int dice = random.nextInt(10);
        if (open.isEmpty() || (dice < 3 && open.size() < 40)) {
            List<AlertRow.Brief> people = desk.stage.records().people();
            AlertRow.Brief person = people.get(random.nextInt(people.size()));
            desk.stage.alerts().raise("sos", AlertRow.Priority.P1, person, 0);
            return;
        }
        AlertRow row = open.get(random.nextInt(open.size()));
        AlertCommands.Key key = new AlertCommands.Key(FeedStage.LI, UUID.randomUUID());
        if (dice < 7) {
            desk.stage.alerts().pressAgain(row.id());
        } else if (row.owner() == null) {
            desk.stage.alerts().submit(new AlertCommands.Command.Claim(key, row.id(), row.version()));
        } else {
            Disposition end = new Disposition("ASSISTANCE", "ADVISED_BY_PHONE", false, null, null);
            desk.stage.alerts().submit(new AlertCommands.Command.Resolve(key, row.id(), row.version(), end, null));
        }
    }

    private static void disturb(FeedStage desk, Seat seat, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> seat.reader.stall(random.nextInt(2_000));
            case 1 -> seat.reader.sip(random.nextInt(3_000));
            case 2 -> seat.reader.drain();
            case 3 -> seat.reader.makeRoom();
            default -> seat.connect(desk.feed());
        }
    }
}

package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import care.convoy.warning.CapMessage.Status;
import care.convoy.warning.CapText;
import care.convoy.warning.Reception;
import care.convoy.warning.Warning;
import care.convoy.warning.WarningBook;
import care.convoy.warning.WarningsInForce;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in force, over a real database: the life of messages after sections 3.2.1 and 3.2.2. */
class WarningStoreTest {
    private static final Instant DURING = Instant.parse("2026-06-01T01:00:00Z");
    private static final Instant AFTER = Instant.parse("2026-06-01T02:00:00Z");

    @TempDir
    private Path directory;

    private Database database;
    private Provisions provisions;
    private WarningStore store;
    private Reception reception;
    private WarningsInForce inForce;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        provisions = new Provisions(database, directory);
        provisions.residents("resident_id,name,region_code,latitude,longitude\n"
                + "r1,a,430102001001,,\nr2,b,430103001001,,\nr3,c,430202001001,28.2,112.9\nr4,d,,,\n");
        store = new WarningStore(database);
        reception = new Reception(store);
        inForce = new WarningsInForce(store, provisions.residents);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Reception.Outcome take(CapText text) {
        return reception.accept(text.bytes(), "file", "");
    }

    private List<String> shown(Instant now) {
        inForce.look(now);
        return inForce.seenFrom("", now).stream()
                .map(seen -> seen.warning().message().id().identifier())
                .toList();
    }

    @Test
    void aMessageIsKeptOnceHoweverOftenItComes() {
        assertThat(take(CapText.rainstorm("a1")))
                .isInstanceOfSatisfying(
                        Reception.Taken.class,
                        taken -> assertThat(taken.isNew()).isTrue());
        String otherwise = CapText.rainstorm("a1").toString().replace("<info>", "\n  <info>");
        assertThat(reception.accept(otherwise.getBytes(StandardCharsets.UTF_8), "push:x", ""))
                .isInstanceOfSatisfying(
                        Reception.Taken.class,
                        taken -> assertThat(taken.isNew()).isFalse());
        String another = CapText.rainstorm("a1").toString().replace("Extreme", "Minor");
        assertThat(reception.accept(another.getBytes(StandardCharsets.UTF_8), "file", ""))
                .isInstanceOfSatisfying(
                        Reception.Refused.class,
                        refused -> assertThat(refused.element()).isEqualTo("alert.identifier"));
        assertThat(shown(DURING)).containsExactly("a1");
        assertThat(reception.stored()).isEqualTo(1);
        assertThat(reception.known()).isEqualTo(1);
        assertThat(reception.refused()).isEqualTo(1);
    }

    @Test
    void itHoldsFromEffectiveUntilItExpires() {
        take(CapText.rainstorm("a1"));
        assertThat(shown(Instant.parse("2026-06-01T00:29:59Z"))).isEmpty();
        assertThat(shown(Instant.parse("2026-06-01T00:30:00Z"))).containsExactly("a1");
        assertThat(shown(AFTER.minusMillis(1))).containsExactly("a1");
        // without another look
        assertThat(inForce.seenFrom("", AFTER)).isEmpty();
        assertThat(shown(AFTER)).isEmpty();
    }

    @Test
    void anUpdateTakesThePlaceAndACancelEnds() {
        take(CapText.rainstorm("a1"));
        take(CapText.rainstorm("a2").about("Update", "a1"));
        assertThat(shown(DURING)).containsExactly("a2");
        take(CapText.rainstorm("a3").about("Cancel", "a1", "a2").infos(""));
        assertThat(shown(DURING)).isEmpty();
    }

    @Test
    void whatComesBeforeWhatItRefersToHoldsWhenThatComes() {
        take(CapText.rainstorm("a3").about("Cancel", "a2").infos(""));
        take(CapText.rainstorm("a2").about("Update", "a1"));
        take(CapText.rainstorm("a1"));
        assertThat(shown(DURING)).isEmpty();
        take(CapText.rainstorm("b1"));
        assertThat(shown(DURING)).containsExactly("b1");
    }

    @Test
    void anExerciseEndsNothingActualAndNobodyEndsOthersWarnings() {
        take(CapText.rainstorm("a1"));
        take(CapText.rainstorm("a2").about("Cancel", "a1").status("Exercise").infos(""));
        String stranger = CapText.rainstorm("a3")
                .about("Cancel", "a1")
                .infos("")
                .toString()
                .replace("<sender>" + CapText.SENDER, "<sender>other@example");
        reception.accept(stranger.getBytes(StandardCharsets.UTF_8), "file", "");
        assertThat(shown(DURING)).containsExactly("a1");
    }

    @Test
    void whatWasSentBeforeEndsNothingThatCameLater() {
        take(CapText.rainstorm("a1"));
        String early = CapText.rainstorm("a2")
                .about("Cancel", "a1")
                .infos("")
                .toString()
                .replace("<sent>2026-06-01T08:30", "<sent>2026-06-01T08:29");
        reception.accept(early.getBytes(StandardCharsets.UTF_8), "file", "");
        assertThat(shown(DURING)).containsExactly("a1");
    }

    @Test
    void draftsAndSystemMessagesAndAnswersAreKeptAndNotShown() {
        take(CapText.rainstorm("a1").status("Draft"));
        take(CapText.rainstorm("a2").status("System"));
        take(CapText.rainstorm("a3").about("Ack", "a1"));
        take(CapText.rainstorm("a4").about("Error", "a1"));
        assertThat(reception.stored()).isEqualTo(4);
        assertThat(shown(DURING)).isEmpty();
    }

    @Test
    void exercisesAndTestsComeLastAndAreToldApart() {
        take(CapText.rainstorm("t1").status("Test"));
        take(CapText.rainstorm("e1").status("Exercise"));
        take(CapText.rainstorm("a1").infos(CapText.info("zh", "雾", "Minor", CapText.AREA, "")));
        assertThat(shown(DURING)).containsExactly("a1", "e1", "t1");
        ResidentId r1 = new ResidentId("r1");
        assertThat(inForce.of(r1, DURING)).hasSize(3);
        assertThat(inForce.of(r1, Status.ACTUAL, DURING))
                .extracting(each -> each.message().id().identifier())
                .containsExactly("a1");
        assertThat(inForce.count(Status.EXERCISE)).isEqualTo(1);
        assertThat(inForce.of(new ResidentId("nobody"), DURING)).isEmpty();
    }

    @Test
    void residentsAreCountedAndNamedWithinTheRegionThatAsks() {
        take(CapText.rainstorm("a1"));
        take(CapText.rainstorm("c1")
                .infos(CapText.info(
                        "zh", "台风", "Severe", "<area><areaDesc>x</areaDesc><circle>28.2,112.9 5</circle></area>", "")));
        inForce.look(DURING);
        assertThat(inForce.seenFrom("", DURING))
                .extracting(WarningsInForce.Seen::residents)
                .containsExactly(2, 1);
        assertThat(inForce.seenFrom("430102", DURING))
                .singleElement()
                .satisfies(seen -> assertThat(seen.residents()).isEqualTo(1));
        assertThat(inForce.seenFrom("4302", DURING))
                .singleElement()
                .satisfies(seen ->
                        assertThat(seen.warning().message().id().identifier()).isEqualTo("c1"));
        // a county without anybody is told all the same that it lies in the warned city
        assertThat(inForce.seenFrom("430111", DURING))
                .singleElement()
                .satisfies(seen -> assertThat(seen.residents()).isZero());
        long number = inForce.seenFrom("430102", DURING).getFirst().warning().number();
        assertThat(inForce.residentsOf(number, "", 10))
                .extracting(ResidentId::value)
                .containsExactly("r1", "r2");
        assertThat(inForce.residentsOf(number, "430103", 10))
                .extracting(ResidentId::value)
                .containsExactly("r2");
        assertThat(inForce.residentsOf(number, "", 1)).hasSize(1);
        assertThat(inForce.find(number, "4302", DURING)).isEmpty();
        assertThat(inForce.find(number, "430102", DURING)).isPresent();
    }

    @Test
    void whoMovesIsMatchedAnew() {
        take(CapText.rainstorm("a1"));
        inForce.look(DURING);
        assertThat(inForce.seenFrom("", DURING).getFirst().residents()).isEqualTo(2);
        provisions.residents("resident_id,name,region_code\nr3,c,430105001001\n");
        inForce.look(DURING);
        assertThat(inForce.seenFrom("", DURING).getFirst().residents()).isEqualTo(3);
    }

    @Test
    void aSenderSpeaksForItsPartOfTheTreeOnly() {
        reception.accept(CapText.rainstorm("a1").bytes(), "push:county", "430102");
        inForce.look(DURING);
        assertThat(inForce.seenFrom("", DURING).getFirst().residents()).isEqualTo(1);
        assertThat(inForce.seenFrom("430103", DURING)).isEmpty();
        assertThat(inForce.of(new ResidentId("r2"), DURING)).isEmpty();
    }

    @Test
    void aWarningOfUnknownPlaceIsSeenByAll() {
        take(CapText.rainstorm("a1")
                .infos(CapText.info("zh", "x", "Minor", "<area><areaDesc>somewhere</areaDesc></area>", "")));
        inForce.look(DURING);
        assertThat(inForce.seenFrom("4302", DURING))
                .singleElement()
                .satisfies(seen -> assertThat(seen.residents()).isZero());
    }

    @Test
    void twoThousandADayAreKeptAndNoMore() {
        database.<Integer>records(connection -> {
            try (var many = connection.prepareStatement("""
                    insert into warning (sender, identifier, sent, status, msg_type, severity, ends_at, received_from, area, message)
                    select 's', i::text, now(), 'DRAFT', 'ALERT', 'MINOR', now(), 'file', '', '\\x00'::bytea
                    from generate_series(1, 1999) i""")) {
                return many.executeUpdate();
            }
        });
        assertThat(take(CapText.rainstorm("a1"))).isInstanceOf(Reception.Taken.class);
        assertThat(take(CapText.rainstorm("a2"))).isInstanceOf(Reception.NoRoom.class);
        assertThat(take(CapText.rainstorm("a1"))).isInstanceOf(Reception.Taken.class);
        assertThat(reception.noRoom()).isEqualTo(1);
    }

    @Test
    void moreThanAreShownLeaveOutTheMildest() {
        for (int i = 0; i < 500; i++) {
            take(CapText.rainstorm("a" + i).infos(CapText.info("zh", "x", "Severe", CapText.AREA, "")));
        }
        take(CapText.rainstorm("mild").infos(CapText.info("zh", "x", "Minor", CapText.AREA, "")));
        assertThat(shown(DURING)).hasSize(500).doesNotContain("mild");
        assertThat(inForce.isFull()).isTrue();
        take(CapText.rainstorm("worst"));
        assertThat(shown(DURING)).hasSize(500).startsWith("worst");
    }

    @Test
    void whatIsLongOverIsForgottenButNotWhatKeepsAWarningEnded() {
        take(CapText.rainstorm("a1"));
        String year = CapText.rainstorm("long").toString().replace("<expires>2026-06", "<expires>2029-06");
        reception.accept(year.getBytes(StandardCharsets.UTF_8), "file", "");
        take(CapText.rainstorm("end").about("Cancel", "long").infos(""));
        database.<Integer>records(connection -> {
            try (var age = connection.prepareStatement("update warning set received_at = '2026-06-01'")) {
                return age.executeUpdate();
            }
        });
        assertThat(store.forget(Instant.parse("2027-07-06T00:00:00Z"))).isEqualTo(1);
        assertThat(shown(Instant.parse("2027-07-06T00:00:00Z"))).isEmpty();
        assertThat(store.forget(Instant.parse("2029-07-06T00:00:00Z"))).isEqualTo(2);
    }

    @Test
    void whatIsKnownStaysUntilItExpiresWhileTheDatabaseIsAway() {
        boolean[] away = {false};
        WarningsInForce shaky = new WarningsInForce(
                new WarningBook() {
                    private void ask() {
                        if (away[0]) {
                            throw new StorageUnavailable("away", new IllegalStateException());
                        }
                    }

                    @Override
                    public Kept add(Incoming incoming, byte[] xml) {
                        throw new IllegalStateException();
                    }

                    @Override
                    public List<Long> current(Instant now, int most) {
                        ask();
                        return store.current(now, most);
                    }

                    @Override
                    public List<Warning> read(Collection<Long> numbers) {
                        ask();
                        return store.read(numbers);
                    }

                    @Override
                    public int forget(Instant endedBefore) {
                        throw new IllegalStateException();
                    }
                },
                provisions.residents);
        take(CapText.rainstorm("a1"));
        shaky.look(DURING);
        away[0] = true;
        shaky.look(DURING);
        assertThat(shaky.seenFrom("", DURING)).hasSize(1);
        shaky.look(AFTER);
        assertThat(shaky.seenFrom("", AFTER)).isEmpty();
    }
}

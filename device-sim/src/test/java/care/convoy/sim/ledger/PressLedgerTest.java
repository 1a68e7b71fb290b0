package care.convoy.sim.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.device.MessageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PressLedgerTest {
    private static final MessageKey FIRST = new MessageKey("d1", 9, 1);
    private static final MessageKey SECOND = new MessageKey("d1", 9, 2);
    private static final MessageKey RENUMBERED = new MessageKey("d1", 10, 2);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("ledger");
        try (PressLedger ledger = PressLedger.append(file)) {
            ledger.wasOpen(new OpenAlert("a", "r1", "d1", 3));
            ledger.sent(FIRST, "r1");
            ledger.received(FIRST, "a", 2_345_678);
        }
        try (PressLedger ledger = PressLedger.append(file)) {
            ledger.sent(SECOND, "r1");
            ledger.renumbered(SECOND, RENUMBERED);
            ledger.received(RENUMBERED, "a", 0);
        }
    }

    @Test
    void whatOneProcessWroteAnotherReconciles() throws IOException {
        PressBook book = PressLedger.read(file);

        assertThat(book.waitingCount()).isZero();
        assertThat(Reconciliation.of(book, List.of(new OpenAlert("a", "r1", "d1", 5)))
                        .isClean())
                .isTrue();
    }

    @Test
    void howLongAPressWaitedStandsBesideItsReception() throws IOException {
        assertThat(Files.readAllLines(file).get(2)).matches("received d1 9 1 a \\d+ 2345");
    }

    @Test
    void aPressThatIsMissingFromTheGatewayIsFound() throws IOException {
        PressBook book = PressLedger.read(file);

        assertThat(Reconciliation.of(book, List.of(new OpenAlert("a", "r1", "d1", 4)))
                        .lost())
                .isEqualTo(1);
        assertThat(Reconciliation.of(book, List.of()).lost()).isEqualTo(2);
    }

    @Test
    void aLastLineThatWasCutIsLeftOut() throws IOException {
        Files.writeString(file, "received d1 10", StandardOpenOption.APPEND);

        assertThat(PressLedger.read(file).receivedCount()).isEqualTo(2);
    }

    @Test
    void aLineThatIsNoneIsNamed() throws IOException {
        Files.writeString(file, "sent d1 nine 1 r1\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> PressLedger.read(file)).hasMessageContaining("line 7");
    }
}

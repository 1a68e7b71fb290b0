package care.convoy.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.notify.Told;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptsTest {
    private final Receipts receipts = new Receipts();
    private final List<Told> told = new ArrayList<>();

    private Receipts.Sent message(int parts) {
        return new Receipts.Sent(parts, told::add);
    }

    @ParameterizedTest
    @CsvSource({
        "1A2B3C, 1A2B3C",
        "1A2B3C, 1715004",
        "1715004, 1a2b3c",
        "00001715004, 001A2B3C",
        "77, 77",
        "77, 4d",
        "4D, 77",
        "8A9F-x-7, 8a9f-x-7",
        "FFFFFFFFFFFFFFFF, 18446744073709551615",
    })
    void findsItsMessageInHexadecimalAndDecimalDigits(String responded, String receipted) {
        receipts.sent(responded, "+8613900000001", message(1));
        receipts.receipt(receipted, "13900000001", Told.DELIVERED);
        assertThat(told).containsExactly(Told.DELIVERED);
        assertThat(receipts.unknown.sum()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1A2B3C, 1715004", "1715004, 1a2b3c", "77, 4d", "4D, 77", "5, 5"})
    void aReceiptBeforeTheResponseIsKept(String responded, String receipted) {
        receipts.receipt(receipted, "13900000001", Told.DELIVERED);
        assertThat(told).isEmpty();
        receipts.sent(responded, "13900000001", message(1));
        assertThat(told).containsExactly(Told.DELIVERED);
    }

    @Test
    void theSameReceiptTwiceTellsOnce() {
        receipts.sent("1", "13900000001", message(1));
        receipts.receipt("1", "13900000001", Told.DELIVERED);
        receipts.receipt("1", "13900000001", Told.DELIVERED);
        assertThat(told).containsExactly(Told.DELIVERED);
        assertThat(receipts.repeated.sum()).isOne();
    }

    @Test
    void aReceiptOfAnotherNumberTellsNothing() {
        receipts.sent("10", "13900000001", message(1));
        receipts.receipt("16", "13900000002", Told.DELIVERED);
        receipts.receipt("99", "13900000001", Told.DELIVERED);
        assertThat(told).isEmpty();
        assertThat(receipts.unknown.sum()).isEqualTo(2);
    }

    @Test
    void aTextOfPartsArrivesWithItsLastAndFailsWithItsFirstThatDoes() {
        Receipts.Sent whole = message(2);
        receipts.sent("1", "139", whole);
        receipts.sent("2", "139", whole);
        receipts.receipt("2", "139", Told.DELIVERED);
        receipts.receipt("2", "139", Told.DELIVERED);
        assertThat(told).isEmpty();
        receipts.receipt("1", "139", Told.DELIVERED);
        assertThat(told).containsExactly(Told.DELIVERED);

        Receipts.Sent torn = message(2);
        receipts.sent("3", "139", torn);
        receipts.sent("4", "139", torn);
        receipts.receipt("3", "139", Told.UNREACHABLE);
        receipts.receipt("4", "139", Told.DELIVERED);
        assertThat(told).containsExactly(Told.DELIVERED, Told.UNREACHABLE);
    }
}

package care.convoy.notify.page;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkTokensTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final long EXPIRES = NOW + Duration.ofHours(12).toMillis();
    private static final ResidentId WANG = new ResidentId("r1");
    private static final AlertId ALERT = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);
    private static final AlertId OTHER = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 2), 0);

    private final LinkTokens tokens = new LinkTokens(purpose -> "one key " + purpose);

    @Test
    void isReadByWhoeverHasTheKey() {
        String token = tokens.issue(ALERT, WANG, "c1", EXPIRES);
        assertThat(token).hasSize(LinkTokens.LENGTH).matches("[A-Za-z0-9_-]+");
        LinkTokens elsewhere = new LinkTokens(purpose -> "one key " + purpose);
        LinkTokens.Ticket ticket = Objects.requireNonNull(elsewhere.read(token, NOW));
        assertThat(ticket.alert()).isEqualTo(LinkTokens.markOf(ALERT));
        assertThat(ticket.contact()).isEqualTo(elsewhere.markOf(ALERT, WANG, "c1"));
        assertThat(ticket.expiresAtMillis()).isBetween(EXPIRES, EXPIRES + 3_600_000);
    }

    @Test
    void noBitOfItMayBeAnother() {
        String token = tokens.issue(ALERT, WANG, "c1", EXPIRES);
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(tokens.read(Base64.getUrlEncoder().encodeToString(forged), NOW))
                    .as("bit %d", bit)
                    .isNull();
        }
    }

    @Test
    void aPartOfItOrMoreOfItOrAnythingElseIsNone() {
        String token = tokens.issue(ALERT, WANG, "c1", EXPIRES);
        for (int length = 0; length < token.length(); length++) {
            assertThat(tokens.read(token.substring(0, length), NOW)).isNull();
        }
        assertThat(tokens.read(token + "A", NOW)).isNull();
        assertThat(tokens.read(token.substring(0, 27) + "!", NOW)).isNull();
        assertThat(tokens.read("A".repeat(LinkTokens.LENGTH), NOW)).isNull();
        assertThat(tokens.read("护".repeat(LinkTokens.LENGTH), NOW)).isNull();
    }

    @Test
    void anotherKeyReadsNothing() {
        String token = tokens.issue(ALERT, WANG, "c1", EXPIRES);
        assertThat(new LinkTokens(purpose -> "another key").read(token, NOW)).isNull();
    }

    @Test
    void otherContactsAndAlertsHaveOtherMarks() {
        Set<Integer> marks = new HashSet<>();
        for (int contact = 0; contact < 100; contact++) {
            marks.add(tokens.markOf(ALERT, WANG, "c" + contact));
        }
        marks.add(tokens.markOf(OTHER, WANG, "c1"));
        marks.add(tokens.markOf(ALERT, new ResidentId("r2"), "c1"));
        assertThat(marks).hasSize(102);
        assertThat(LinkTokens.markOf(ALERT)).isNotEqualTo(LinkTokens.markOf(OTHER));
    }

    @Test
    void theHourIsKnownByItsLowestByteForDaysAndNeverTakenForAnother() {
        String token = tokens.issue(ALERT, WANG, "c1", EXPIRES);
        long hour = 3_600_000;
        for (long later = -59; later < 136; later++) {
            LinkTokens.Ticket ticket = tokens.read(token, NOW + later * hour);
            assertThat(ticket).as("%d h later", later).isNotNull();
            assertThat(Objects.requireNonNull(ticket).expiresAtMillis()).isBetween(EXPIRES, EXPIRES + hour);
        }
        for (long later = 160; later < 160 + 512; later++) {
            assertThat(tokens.read(token, NOW + later * hour))
                    .as("%d h later", later)
                    .isNull();
        }
    }

    @Test
    void aFormBelongsToOnePage() {
        String mine = tokens.issue(ALERT, WANG, "c1", EXPIRES);
        String other = tokens.issue(ALERT, WANG, "c2", EXPIRES);
        assertThat(tokens.isFormOf(mine, tokens.formOf(mine))).isTrue();
        assertThat(tokens.isFormOf(mine, tokens.formOf(other))).isFalse();
        assertThat(tokens.isFormOf(mine, "")).isFalse();
        assertThat(mine).doesNotContain(tokens.formOf(mine));
    }
}

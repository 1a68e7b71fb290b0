package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.coap.CoapCounters.Count;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Exchange.Origin;
import org.eclipse.californium.core.network.KeyMID;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
    private long now;
    private final CoapCounters counters = new CoapCounters();
    private final RecentRequests recent = new RecentRequests(3, () -> now, counters);

    private static Exchange exchange(int... bytes) {
        Request request = Request.newPost();
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        request.setBytes(raw);
        return new Exchange(request, "peer", Origin.REMOTE, null);
    }

    @Test
    void theSameBytesUnderTheSameNumberAreARepeat() {
        KeyMID key = new KeyMID(7, "peer");
        Exchange first = exchange(1, 2);
        assertThat(recent.findPrevious(key, first)).isNull();
        assertThat(recent.findPrevious(key, exchange(1, 2))).isSameAs(first);
        assertThat(recent.find(key)).isSameAs(first);
        assertThat(recent.findPrevious(key, exchange(1, 3))).isNull();
        assertThat(counters.get(Count.REPEATS)).isEqualTo(1);
        assertThat(counters.get(Count.NUMBERS_REUSED)).isEqualTo(1);
    }

    @Test
    void theOldestIsForgottenWhenThereAreTooMany() {
        for (int i = 0; i < 10; i++) {
            recent.findPrevious(new KeyMID(i, "peer"), exchange(i));
        }
        assertThat(recent.size()).isEqualTo(3);
        assertThat(recent.find(new KeyMID(6, "peer"))).isNull();
        assertThat(recent.find(new KeyMID(7, "peer"))).isNotNull();
        assertThat(counters.get(Count.FORGOTTEN)).isEqualTo(7);
    }

    @Test
    void nothingIsRememberedLongerThanARepeatCanTake() {
        recent.findPrevious(new KeyMID(1, "peer"), exchange(1));
        now = RecentRequests.LIFETIME_NANOS;
        assertThat(recent.findPrevious(new KeyMID(1, "peer"), exchange(1))).isNull();
        recent.findPrevious(new KeyMID(2, "peer"), exchange(2));
        assertThat(recent.size()).isEqualTo(2);
        assertThat(counters.get(Count.FORGOTTEN)).isZero();
    }
}

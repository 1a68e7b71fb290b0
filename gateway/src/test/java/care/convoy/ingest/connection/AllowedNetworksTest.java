package care.convoy.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedNetworksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/8|10.255.0.1|true", "10.0.0.0/8|11.0.0.1|false", "192.0.2.7|192.0.2.7|true",
                "192.0.2.7|192.0.2.8|false", "192.0.2.128/25|192.0.2.200|true", "192.0.2.128/25|192.0.2.100|false",
                "10.0.0.0/8,2001:db8::/32|2001:db8:1::1|true", "2001:db8::/32|2001:db9::1|false",
                        "0.0.0.0/0|8.8.8.8|true",
                "0.0.0.0/0|::1|false"
            })
    void takesWhatIsWithin(String list, String address, boolean allowed) {
        assertThat(AllowedNetworks.parse(list).allows(new InetSocketAddress(address, 1)))
                .isEqualTo(allowed);
    }

    @Test
    void anEmptyListTakesAll() {
        assertThat(AllowedNetworks.parse(" ")).isSameAs(AllowedNetworks.ANY).hasToString("any");
        assertThat(AllowedNetworks.parse("10.0.0.0/8, 192.0.2.7")).hasToString("10.0.0.0/8,192.0.2.7/32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/x", "example.org", "10.0.0.0/8,", "10.0.0.0/-1", "300.1.1.1", "::/129"})
    void whatIsNoNetworkIsNamed(String list) {
        assertThatThrownBy(() -> AllowedNetworks.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no network");
    }
}

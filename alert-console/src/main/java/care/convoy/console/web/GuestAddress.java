package care.convoy.console.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From where somebody asks, as far as that can be known. */
final class GuestAddress {
    private static final int NETWORK_BYTES = 8;

    private GuestAddress() {}

    /**
     * Under what an address is counted: the peer's own, or the last one of {@code X-Forwarded-For} that is no proxy of ours, if the peer is one.
     * Of IPv6 the network of 64 bits, which one household has whole.
     *
     * @param forwarded the header's values, comma between; null for none
     */
    static String of(String peer, @Nullable String forwarded, Predicate<InetAddress> proxies) {
        InetAddress at = literal(peer);
        if (at == null) {
            return "";
        }
        if (forwarded != null && proxies.test(at)) {
            for (String each : Arrays.asList(forwarded.split(",", -1)).reversed()) {
                InetAddress next = literal(each.strip());
                if (next == null) {
                    break;
                }
                at = next;
                if (!proxies.test(at)) {
                    break;
                }
            }
        }
        return at instanceof Inet6Address
                ? HexFormat.of().formatHex(at.getAddress(), 0, NETWORK_BYTES)
                : at.getHostAddress();
    }

    private static @Nullable InetAddress literal(String written) {
        try {
            return InetAddress.ofLiteral(written);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}

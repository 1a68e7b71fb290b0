package care.convoy.ingest.coap;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Room for so many, shared fairly among the networks that they come from. Overload policy: <em>the network that has most gives way</em>,
 * with its oldest; of networks with as many the one that came first. So whoever takes all the room gives way to himself, as long as others
 * have less. A network is the /24 of an IPv4 address, the /48 of an IPv6 address. Not thread-safe.
 */
final class FairRoom<K> {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;

    private final int most;
    private final Map<String, SequencedSet<K>> ofNetworks = new LinkedHashMap<>();
    private int size;

    FairRoom(int most) {
        this.most = most;
    }

    /** One more. @return who gives way and has left; null if there was room */
    @Nullable
    K enter(K one, String network) {
        SequencedSet<K> these = ofNetworks.computeIfAbsent(network, any -> new LinkedHashSet<>());
        if (!these.add(one)) {
            return null;
        }
        size++;
        if (size <= most) {
            return null;
        }
        String largest = network;
        SequencedSet<K> held = these;
        int largestSize = 0;
        for (Map.Entry<String, SequencedSet<K>> each : ofNetworks.entrySet()) {
            if (each.getValue().size() > largestSize) {
                largest = each.getKey();
                held = each.getValue();
                largestSize = held.size();
            }
        }
        K oldest = held.getFirst();
        leave(oldest, largest);
        return oldest;
    }

    void leave(K one, String network) {
        SequencedSet<K> these = ofNetworks.get(network);
        if (these != null && these.remove(one)) {
            size--;
            if (these.isEmpty()) {
                ofNetworks.remove(network);
            }
        }
    }

    int size() {
        return size;
    }

    /** Where an address belongs; "" for none. */
    static String networkOf(@Nullable InetSocketAddress peer) {
        InetAddress address = peer == null ? null : peer.getAddress();
        if (address == null) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(Arrays.copyOf(bytes, address instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES));
    }
}

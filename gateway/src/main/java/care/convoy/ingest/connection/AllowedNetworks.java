package care.convoy.ingest.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** From which networks connections are taken. Immutable. */
public final class AllowedNetworks {
    /** From everywhere. */
    public static final AllowedNetworks ANY = new AllowedNetworks(List.of());

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final List<Network> networks;

    private AllowedNetworks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    private record Network(InetAddress address, int bits) {
        boolean contains(byte[] other) {
            byte[] own = address.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((own[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + bits;
        }
    }

    /**
     * Reads a list as {@code 10.0.0.0/8,2001:db8::/32}; a bare address stands for itself alone.
     *
     * @param list empty for any network
     * @throws IllegalArgumentException naming the item that is none
     */
    public static AllowedNetworks parse(String list) {
        List<Network> networks = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            if (!item.isBlank()) {
                networks.add(network(item.strip()));
            } else if (!list.isBlank()) {
                throw wrong(item);
            }
        }
        return networks.isEmpty() ? ANY : new AllowedNetworks(networks);
    }

    private static Network network(String item) {
        int slash = item.indexOf('/');
        String literal = slash < 0 ? item : item.substring(0, slash);
        if (!LITERAL.matcher(literal).matches()) {
            throw wrong(item); // a name would be looked up
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            int most = address.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(item.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw wrong(item);
            }
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException unreadable) {
            throw wrong(item);
        }
    }

    private static IllegalArgumentException wrong(String item) {
        return new IllegalArgumentException(
                "'" + item + "' is no network; write 10.0.0.0/8 or 2001:db8::/32, commas between several");
    }

    /** Whether a connection from there is taken. */
    public boolean allows(SocketAddress peer) {
        if (networks.isEmpty()) {
            return true;
        }
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return false;
        }
        byte[] address = inet.getAddress().getAddress();
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The list as it counts, or {@code any}. */
    @Override
    public String toString() {
        return networks.isEmpty()
                ? "any"
                : String.join(",", networks.stream().map(Network::toString).toList());
    }
}

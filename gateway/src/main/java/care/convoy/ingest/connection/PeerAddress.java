package care.convoy.ingest.connection;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** The network address at the other end of a connection, for counting and for logs. */
public final class PeerAddress {
    private PeerAddress() {}

    /** Without the port; empty if there is none. */
    public static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }
}

package care.convoy.ingest.tcp;

public record TcpListenerConfig(String bind, int port) {
    public static TcpListenerConfig of(String b, int p) {
        return new TcpListenerConfig(b, p);
    }
}

package care.convoy.ingest.tcp;

import care.convoy.ingest.*;
import care.convoy.ingest.connection.IngestLoops;

public final class TcpListener implements AutoCloseable {
    public static TcpListener start(TcpListenerConfig c, IngestLoops l, IngestServices s) {
        return new TcpListener();
    }

    public IngestCounters counters() {
        return new IngestCounters();
    }

    @Override
    public void close() {}
}

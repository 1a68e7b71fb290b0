package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CncFileDescriptor;
import io.aeron.Counter;
import io.aeron.RethrowingErrorHandler;
import io.aeron.archive.ArchiveCounters;
import io.aeron.cluster.service.ClusterCounters;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/**
 * The counters that all parts of the engine share, mapped once more for this process.
 *
 * <p>Aeron's own client unmaps them when it is closed, also when it closes itself after a stall, and whoever reads or writes
 * one after that ends the process with SIGSEGV; its archive does so itself while it stops. This mapping is never unmapped
 * by hand: each counter refers to it, so it goes only when nobody can reach a counter any more. Therefore every client in
 * this process is made here. Any thread.
 */
final class EngineMemory {
    private static final String FILE = "cnc.dat";

    private final String shared;
    private final MappedByteBuffer file;
    private final DirectBuffer head;
    private final CountersReader counters;

    private EngineMemory(Path shared, MappedByteBuffer file) {
        this.shared = shared.toString();
        this.file = file;
        this.head = CncFileDescriptor.createMetaDataBuffer(file);
        CncFileDescriptor.checkVersion(head.getInt(CncFileDescriptor.cncVersionOffset(0)));
        this.counters = new CountersReader(
                CncFileDescriptor.createCountersMetaDataBuffer(file, head),
                CncFileDescriptor.createCountersValuesBuffer(file, head),
                StandardCharsets.US_ASCII);
    }

    /** The media driver of this directory must run. */
    static EngineMemory of(Path shared) throws IOException {
        try (FileChannel channel =
                FileChannel.open(shared.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new EngineMemory(shared, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    /** A client's settings. A client takes the buffers' places away when it closes, so each has buffers of its own. */
    Aeron.Context client(ErrorHandler errors) {
        Aeron.Context context = new Aeron.Context().aeronDirectoryName(shared).errorHandler(errors);
        context.countersMetaDataBuffer(CncFileDescriptor.createCountersMetaDataBuffer(file, head));
        context.countersValuesBuffer(CncFileDescriptor.createCountersValuesBuffer(file, head));
        return context;
    }

    /** A client whose owner, one of Aeron's agents, does its work in between its own. */
    Aeron agentsClient(ErrorHandler errors) {
        return Aeron.connect(client(errors)
                .useConductorAgentInvoker(true)
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
                .awaitingIdleStrategy(YieldingIdleStrategy.INSTANCE)
                .clientLock(NoOpLock.INSTANCE));
    }

    /** A client of an agent that works on a thread of its own. */
    ServiceClient servicesClient(ErrorHandler errors) {
        return new ServiceClient(client(errors)
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
                .awaitingIdleStrategy(YieldingIdleStrategy.INSTANCE));
    }

    static Counter archiveErrors(Aeron aeron) {
        return ArchiveCounters.allocate(
                aeron,
                new ExpandableArrayBuffer(),
                AeronCounters.ARCHIVE_ERROR_COUNT_TYPE_ID,
                "Archive Errors",
                aeron.clientId());
    }

    static Counter clusterErrors(Aeron aeron, int type) {
        return ClusterCounters.allocate(aeron, new ExpandableArrayBuffer(), "Cluster Errors", type, 0);
    }

    /** A counter that may be read at any time. */
    Gauge gauge(Counter counter) {
        return new Gauge(
                counters, new AtomicCounter(counters.valuesBuffer(), counter.id(), null), counter.registrationId());
    }

    /** @param registration of the counter; another one's may follow in its place when it is gone */
    record Gauge(CountersReader counters, AtomicCounter counter, long registration) {
        boolean isThere() {
            return counters.getCounterState(counter.id()) == CountersReader.RECORD_ALLOCATED
                    && counters.getCounterRegistrationId(counter.id()) == registration;
        }

        /** @param gone if the counter is no more */
        long value(long gone) {
            long value = counter.get();
            return isThere() ? value : gone;
        }
    }
}

package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.slf4j.LoggerFactory;

/** Hears what Netty's leak detector finds while every buffer is tracked. */
public final class LeakWatch implements AutoCloseable {
    private static final int PROBES = 200;

    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

    public LeakWatch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        heard.start();
        detector.addAppender(heard);
    }

    /** Lets lost buffers be collected, and reported by the allocations that follow. */
    @Override
    public void close() {
        System.gc();
        for (int i = 0; i < PROBES; i++) {
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        detector.detachAppender(heard);
        ResourceLeakDetector.setLevel(before);
        assertThat(heard.list).as("leaks").isEmpty();
    }
}

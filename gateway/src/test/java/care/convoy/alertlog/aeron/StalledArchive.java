package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A process whose archive replays a recording when its client of the media driver closes itself, as after a stall of ten
 * seconds; says 'survived' if the archive then ends without the process: {@code StalledArchive DIRECTORY ours|its-own}.
 */
public final class StalledArchive {
    private static final int STREAM = 7;
    private static final String CONTROL = "aeron:ipc?term-length=64k";

    private StalledArchive() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Path shared = directory.resolve("shared");
        CountDownLatch ended = new CountDownLatch(1);
        MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(shared.toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new SleepingMillisIdleStrategy(1)));
        EngineMemory memory = EngineMemory.of(shared);
        Archive.Context context = new Archive.Context()
                .aeronDirectoryName(shared.toString())
                .archiveDir(directory.resolve("archive").toFile())
                .controlChannelEnabled(false)
                .localControlChannel(CONTROL)
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel(CONTROL))
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .recordingEventsEnabled(false)
                .idleStrategySupplier(() -> new SleepingMillisIdleStrategy(1))
                .threadingMode(ArchiveThreadingMode.SHARED)
                .threadFactory(task -> new Thread(() -> {
                    task.run();
                    ended.countDown();
                }));
        if (arguments[1].equals("ours")) {
            Aeron client = memory.agentsClient(Throwable::printStackTrace);
            context.aeron(client).ownsAeronClient(true).errorCounter(EngineMemory.archiveErrors(client));
        }
        Archive archive = Archive.launch(context);
        AeronArchive user = AeronArchive.connect(new AeronArchive.Context()
                .aeronDirectoryName(shared.toString())
                .controlRequestChannel(CONTROL)
                .controlResponseChannel(CONTROL));
        replay(user);
        archive.context().aeron().close();
        ended.await();
        System.out.println("survived");
        // driver and user are of no interest any more
        Runtime.getRuntime().halt(0);
    }

    /** A replay that follows a recording goes on as long as that. */
    private static void replay(AeronArchive user) {
        user.startRecording(CONTROL, STREAM, SourceLocation.LOCAL);
        ExclusivePublication recorded = user.context().aeron().addExclusivePublication(CONTROL, STREAM);
        UnsafeBuffer word = new UnsafeBuffer(new byte[32]);
        while (recorded.offer(word) <= 0) {
            Thread.onSpinWait();
        }
        while (user.listRecordings(0, 1, (_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {}) == 0) {
            Thread.onSpinWait();
        }
        user.startReplay(0, 0, Long.MAX_VALUE, CONTROL, STREAM + 1);
    }
}

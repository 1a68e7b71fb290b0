package care.convoy.powercut;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The traced process: stopped by SIGSTOP, looked at, sent on by SIGCONT. */
final class StoppedProcess implements AutoCloseable {
    private static final int SIGKILL = 9;
    private static final int SIGCONT = 18;
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    @SuppressWarnings("restricted")
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private volatile int process;
    private volatile long heardNanos = System.nanoTime();

    /** Two stops that overlap may leave the process stopped with nobody to look at it; then it falls silent. */
    StoppedProcess() {
        watch.scheduleWithFixedDelay(
                () -> {
                    if (process != 0 && System.nanoTime() - heardNanos > SILENCE_NANOS) {
                        proceed();
                    }
                },
                SILENCE_NANOS,
                SILENCE_NANOS,
                TimeUnit.NANOSECONDS);
    }

    /** The first thread that is traced is the process. */
    void lead(int thread) {
        if (process == 0) {
            process = thread;
        }
    }

    void heard() {
        heardNanos = System.nanoTime();
    }

    /** Waits until no thread runs any more, so that nothing is stored while the files are looked at. */
    void awaitStop() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (!isStopped() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(20_000);
        }
    }

    private boolean isStopped() throws IOException {
        Path tasks = Path.of("/proc", Integer.toString(process), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                if (!isStopped(thread)) {
                    return false;
                }
            }
        } catch (NoSuchFileException ended) {
            return true;
        }
        return true;
    }

    private static boolean isStopped(Path thread) {
        try {
            String state = Files.readString(thread.resolve("stat"));
            char letter = state.charAt(state.lastIndexOf(')') + 2);
            return letter == 't' || letter == 'T' || letter == 'Z' || letter == 'X';
        } catch (IOException ended) {
            // no such file, or, while it is being read, no such process
            return true;
        }
    }

    void proceed() {
        send(SIGCONT);
    }

    void kill() {
        if (process != 0) {
            send(SIGKILL);
        }
    }

    private void send(int signal) {
        try {
            int ignored = (int) KILL.invokeExact(process, signal);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() {
        kill();
        process = 0;
        watch.shutdownNow();
    }
}

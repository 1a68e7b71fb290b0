package care.convoy.powercut;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a process under {@code strace} until it has said enough, kills it with SIGKILL, and returns what it asked of the
 * disk below one directory.
 *
 * <p>Stores into a mapped file make no call. Therefore the process is stopped at the end of each sync, of whatever file
 * (strace sends it SIGSTOP there), and all its mapped files are compared with what they were: a store is placed before the
 * sync at whose end it was seen.
 */
public final class DiskTrace {
    private static final String CALLS =
            "openat,creat,open,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,"
                    + "fsync,fdatasync,sync_file_range,msync,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,"
                    + "rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,mmap";
    private static final String SYNCS = "fsync,fdatasync,msync";
    private static final int LONGEST_WRITE_BYTES = 16 << 20;

    private final Path scratch;
    private final TracedProcess traced;

    /**
     * @param root below which calls are of interest; not there yet, or empty
     * @param scratch for pipes and the processes' error output
     */
    public DiskTrace(Path root, Path scratch) {
        this.scratch = scratch;
        this.traced = new TracedProcess(root.toAbsolutePath().normalize());
    }

    /** All calls so far, of one process after the other. */
    public List<DiskCall> calls() {
        return traced.calls();
    }

    /**
     * Runs one process; the next one finds what this one left.
     *
     * @param command the process; each line that it prints is a {@link DiskCall.Said}
     * @param lines after how many printed lines it is killed
     */
    public void run(List<String> command, int lines) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        Path pipe = Files.createTempDirectory(scratch, "trace").resolve("pipe");
        start(List.of("mkfifo", pipe.toString())).waitFor();
        List<String> underTrace = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-y",
                "-xx",
                "-s",
                Integer.toString(LONGEST_WRITE_BYTES),
                "-e",
                "trace=" + CALLS,
                "-e",
                "inject=" + SYNCS + ":signal=SIGSTOP",
                "-o",
                pipe.toString()));
        underTrace.addAll(command);
        Process strace = start(underTrace);
        try (BufferedReader trace = Files.newBufferedReader(pipe, StandardCharsets.ISO_8859_1)) {
            traced.follow(trace, lines);
        } finally {
            strace.destroyForcibly();
            strace.waitFor();
        }
    }

    private Process start(List<String> command) throws IOException {
        Path errors = scratch.resolve("errors.txt");
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }
}

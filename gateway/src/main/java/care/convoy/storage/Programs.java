package care.convoy.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the small programs that the embedded server needs, and finds out who we and others are. Stateless. */
final class Programs {
    private static final long LONGEST_SECONDS = 120;

    private Programs() {}

    /** How a program ended. @param output both its streams */
    record Ended(int exitCode, String output) {
        String requireSuccess(String what) throws IOException {
            if (exitCode != 0) {
                throw new IOException(what + " ended with " + exitCode + ": " + output.strip());
            }
            return output;
        }
    }

    static Ended run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            // these programs say less than a pipe holds, so nothing has to be read while they run
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command.getFirst() + " did not end within " + LONGEST_SECONDS + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.exitValue(), output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Sends a signal by name; the process may be gone already. */
    static void signal(long pid, String name) throws IOException {
        run(List.of("sh", "-c", "kill -" + name + ' ' + pid));
    }

    static boolean runAsRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** The command line of a process; empty if it is gone, a zombie, or not ours to see. */
    static List<String> commandLineOf(long pid) {
        try {
            String raw = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            try (Stream<String> parts = raw.lines().flatMap(line -> Stream.of(line.split("\0", -1)))) {
                List<String> words = parts.toList();
                return words.isEmpty() || !words.getLast().isEmpty() ? words : words.subList(0, words.size() - 1);
            }
        } catch (IOException gone) {
            return List.of();
        }
    }
}

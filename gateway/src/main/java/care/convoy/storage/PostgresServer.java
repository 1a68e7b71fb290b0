package care.convoy.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One data directory of the embedded PostgreSQL and how its server process is started, found again and stopped. Not
 * thread-safe except where said: {@link EmbeddedPostgres} calls it from one thread at a time.
 */
final class PostgresServer {
    static final String USER = "convoy";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_FAST_STOP = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 20;
    private static final long LARGEST_LOG_BYTES = 8L << 20;

    private final Path directory;
    private final Path cluster;
    private final int port;
    private final String password;
    private final List<String> command;
    private volatile boolean givenUp;

    private PostgresServer(EmbeddedPostgres.Settings settings, PostgresBinaries binaries, String password) {
        directory = settings.directory();
        cluster = clusterIn(directory);
        port = settings.port();
        this.password = password;
        command = commandOf(binaries, cluster, port);
    }

    /** Creates the data directory at the first start, and checks at every other that these programs can read it. */
    static PostgresServer prepare(EmbeddedPostgres.Settings settings, PostgresBinaries binaries) throws IOException {
        Path directory = settings.directory().toAbsolutePath();
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        EmbeddedPostgres.Settings absolute =
                new EmbeddedPostgres.Settings(directory, settings.cache(), settings.port());
        requireUserNamespace();
        String password = passwordIn(directory);
        Path cluster = clusterIn(directory);
        if (!Files.isDirectory(cluster)) {
            initialise(directory, cluster, binaries);
        }
        String major = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!major.equals(Integer.toString(binaries.major()))) {
            throw new EmbeddedPostgres.CannotStart("the data in " + cluster + " are of PostgreSQL " + major
                    + ", this program brings PostgreSQL " + binaries.major()
                    + "; make a backup with the former program and restore it with this one");
        }
        return new PostgresServer(absolute, binaries, password);
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    String password() {
        return password;
    }

    /** Ends a start in progress, which then fails; called by another thread. */
    void giveUpStarting() {
        givenUp = true;
    }

    private static Path clusterIn(Path directory) {
        return directory.resolve("cluster");
    }

    private static void requireUserNamespace() throws IOException {
        if (Programs.runAsRoot()
                && Programs.run(List.of("unshare", "-U", "true")).exitCode() != 0) {
            throw new EmbeddedPostgres.CannotStart("PostgreSQL does not run as root, and this machine forbids user"
                    + " namespaces; run the gateway as another user, or give an own server with --db");
        }
    }

    private static String passwordIn(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] drawn = new byte[24];
        new SecureRandom().nextBytes(drawn);
        String password = HexFormat.of().formatHex(drawn);
        Path draft = directory.resolve("password.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, password);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    /** Into a draft directory first: a start that is killed here begins anew the next time. */
    private static void initialise(Path directory, Path cluster, PostgresBinaries binaries) throws IOException {
        Path draft = directory.resolve("cluster.new");
        PostgresBinaries.delete(draft);
        List<String> initdb = new ArrayList<>(asOtherThanRoot());
        initdb.addAll(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + draft,
                "--username=" + USER,
                "--pwfile=" + directory.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale"));
        Programs.run(initdb).requireSuccess("initdb");
        Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> asOtherThanRoot() throws IOException {
        return Programs.runAsRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static List<String> commandOf(PostgresBinaries binaries, Path cluster, int port) {
        List<String> words = new ArrayList<>(List.of(
                binaries.program("postgres").toString(), "-D", cluster.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "max_connections=40",
                "shared_buffers=64MB",
                "max_wal_size=512MB",
                "io_workers=1",
                "max_parallel_workers_per_gather=0",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                // statements carry names and health data: only the server's own words reach its log
                "log_min_messages=log",
                "log_min_error_statement=panic",
                "log_checkpoints=off")) {
            words.add("-c");
            words.add(setting);
        }
        return List.copyOf(words);
    }

    /** A server that takes connections: the survivor of a former gateway, or a new one. */
    ProcessHandle adoptOrStart() throws IOException {
        Optional<ProcessHandle> survivor = survivor();
        if (survivor.isPresent()) {
            ProcessHandle process = survivor.get();
            if (Programs.commandLineOf(process.pid()).equals(command) && awaitReady(process)) {
                LOG.info("embedded PostgreSQL (pid {}) of a former run adopted", process.pid());
                return process;
            }
            LOG.info("embedded PostgreSQL (pid {}) of a former run is stopped: started otherwise", process.pid());
            stop(process);
        }
        return startNew();
    }

    private Optional<ProcessHandle> survivor() throws IOException {
        Path lockFile = lockFile();
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(lockFile).getFirst().strip());
        List<String> itsCommand = Programs.commandLineOf(pid);
        if (itsCommand.contains(cluster.toString())) {
            return ProcessHandle.of(pid);
        }
        if (!itsCommand.isEmpty()) {
            // the number now belongs to another program, as after a reboot; the server itself would refuse to start
            Files.delete(lockFile);
        }
        return Optional.empty();
    }

    private Path lockFile() {
        return cluster.resolve("postmaster.pid");
    }

    /** Tries again while a predecessor's processes or its number linger, as they do for seconds after a kill -9. */
    private ProcessHandle startNew() throws IOException {
        requireFreePort();
        long deadlineNanos = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            Path log = directory.resolve("postgres.log");
            trim(log);
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            Process process = launch(log);
            if (awaitReady(process.toHandle())) {
                return process.toHandle();
            }
            String said = tail(log, logStart);
            if (process.isAlive()) {
                stop(process.toHandle());
                throw new IOException(
                        givenUp ? "closed" : "not ready after " + LONGEST_START.toSeconds() + " s: " + said);
            }
            boolean predecessorLingers = said.contains("lock file") || said.contains("shared memory block");
            if (!predecessorLingers || givenUp || System.nanoTime() - deadlineNanos > 0) {
                throw new IOException(said.isEmpty() ? "the server ended at once" : said);
            }
            pause(10 * POLL_MILLIS);
        }
    }

    /** In a session of its own, so that Ctrl-C on the gateway's terminal does not stop the database before the gateway. */
    private Process launch(Path log) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(asOtherThanRoot());
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder.start();
    }

    private void requireFreePort() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException taken) {
            throw new EmbeddedPostgres.CannotStart("port " + port + " for the embedded PostgreSQL is taken by another"
                    + " program; stop it, or move all ports with --port-offset");
        }
    }

    /** The last line of the server's lock file says how far it is. */
    private boolean awaitReady(ProcessHandle process) throws IOException {
        long deadlineNanos = System.nanoTime() + LONGEST_START.toNanos();
        while (process.isAlive() && !givenUp && System.nanoTime() - deadlineNanos < 0) {
            if (saysReady(process.pid())) {
                return true;
            }
            pause(POLL_MILLIS);
        }
        return false;
    }

    private boolean saysReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(lockFile());
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException notYetWritten) {
            return false;
        }
    }

    /** SIGINT: fast shutdown; SIGQUIT if that takes too long, which costs a recovery at the next start. */
    void stop(ProcessHandle process) throws IOException {
        Programs.signal(process.pid(), "INT");
        if (!hasEndedWithin(process, LONGEST_FAST_STOP)) {
            Programs.signal(process.pid(), "QUIT");
            if (!hasEndedWithin(process, LONGEST_FAST_STOP)) {
                throw new IOException("the server (pid " + process.pid() + ") does not stop");
            }
        }
    }

    private static boolean hasEndedWithin(ProcessHandle process, Duration patience) throws IOException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException tooLong) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was stopping", interrupted);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for a process failed", impossible);
        }
    }

    private static void trim(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String tail(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] said = new byte[(int) Math.min(2_000, Math.max(0, file.length() - from))];
            file.seek(file.length() - said.length);
            file.readFully(said);
            return new String(said, StandardCharsets.UTF_8).strip().replace('\n', ' ');
        }
    }

    /** Between two looks at a process of its own, which tells nobody when it is ready or gone. */
    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was starting", interrupted);
        }
    }
}

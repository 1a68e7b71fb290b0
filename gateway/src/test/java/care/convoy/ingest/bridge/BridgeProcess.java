package care.convoy.ingest.bridge;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A bridge in a process of its own, with an intake and a log that makes an alarm durable by saying its key. */
final class BridgeProcess {
    private final Path mapping;
    private final int member;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private Process process;
    private Thread listener;

    /** Starts it; returns when it is connected. */
    BridgeProcess(Path mapping, int member) throws IOException {
        this.mapping = mapping;
        this.member = member;
        start();
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BridgeProcess.class.getName(),
                        mapping.toString(),
                        Integer.toString(member))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.equals("connected")) {
            note(line);
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("it did not connect");
        }
        listener = Thread.ofPlatform().daemon().start(() -> listen(lines));
    }

    private void listen(BufferedReader lines) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
            }
        } catch (IOException ended) {
            // it was killed
        }
    }

    private void note(String line) {
        if (line.startsWith("alarm ")) {
            taken.add(line.substring("alarm ".length()));
        }
    }

    /** The keys of all alarms that were durable here, before it was killed and since. */
    Set<String> taken() {
        return Set.copyOf(taken);
    }

    /** SIGKILL; returns when it is gone and all that it said is heard. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        listener.join();
    }

    /** @param arguments the mapping file, the number of the member */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(BridgeProcess::endWithTheTest);
        Gateway gateway = new Gateway(1_000, 100, Duration.ZERO);
        gateway.registry.put(List.of(Gateway.device("b1", Protocol.MQTT, new byte[0])));
        Bridge bridge = Bridge.start(
                MappingFile.read(Path.of(arguments[0])),
                new BridgeServices(
                        gateway.registry,
                        gateway.intake,
                        new Quarantine(),
                        () -> true,
                        Integer.parseInt(arguments[1]),
                        IngestClock.SYSTEM));
        Thread.ofPlatform().daemon().start(() -> makeDurable(gateway.log));
        while (!bridge.state().connected()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        say("connected");
        Thread.currentThread().join();
    }

    private static void makeDurable(HandLog log) {
        while (true) {
            try {
                HandLog.Submitted next = log.next();
                say("alarm " + next.signal().key());
                next.commit();
            } catch (TimeoutException nobodyPresses) {
                // somebody will
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void endWithTheTest() {
        try {
            while (System.in.read() >= 0) {
                // it says nothing
            }
        } catch (IOException ended) {
            // so does it
        }
        Runtime.getRuntime().halt(0);
    }
}

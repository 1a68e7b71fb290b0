package care.convoy.alertlog.aeron;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link LogMember} that runs, and what it says. */
final class MemberProcess {
    private static final long PATIENCE_SECONDS = 150;

    private final Process process;
    private final PrintStream orders;
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final Thread listener;

    /** @param heard told each line that is no answer to an order: acknowledgements and presses of the history */
    MemberProcess(Path directory, String members, int member, int leaderTimeoutMillis, Consumer<String> heard)
            throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        // three on one machine share its processors
                        "-Dconvoy.trial.profile=" + System.getProperty("convoy.trial.profile", "ECO"),
                        "-Dconvoy.trial.snapshot.seconds=" + Long.getLong("convoy.trial.snapshot.seconds", 30),
                        "-Dlogback.configurationFile=logback.xml",
                        "-Dconvoy.log=" + directory.resolveSibling("logs-" + member),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LogMember.class.getName(),
                        directory.toString(),
                        members,
                        Integer.toString(member),
                        Integer.toString(leaderTimeoutMillis))
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(directory + ".err")))
                .start();
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        listener = Thread.ofPlatform().daemon().start(() -> listen(heard));
    }

    private void listen(Consumer<String> heard) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("a ") || line.startsWith("h ")) {
                    heard.accept(line);
                } else {
                    words.add(line);
                }
            }
        } catch (IOException ended) {
            words.add("ended " + ended.getMessage());
        }
        words.add("ended");
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void order(String order) {
        orders.println(order);
    }

    /** The next word that begins so; what comes before it is passed over. */
    String await(String beginning) throws InterruptedException {
        while (true) {
            String word = words.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (word == null || word.startsWith("ended")) {
                throw new IllegalStateException("member said '" + word + "' instead of '" + beginning + "'");
            }
            if (word.startsWith(beginning)) {
                return word;
            }
        }
    }

    /** All words up to this one. */
    List<String> wordsUntil(String last) throws InterruptedException {
        List<String> all = new java.util.ArrayList<>();
        while (true) {
            String word = await("");
            if (word.equals(last)) {
                return all;
            }
            all.add(word);
        }
    }

    boolean leads() throws InterruptedException {
        order("leads");
        return await("leads").endsWith("true");
    }

    void destroy() {
        process.destroyForcibly().onExit().join();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        listener.join();
    }

    /** As SIGTERM would, by the end of its orders. */
    void end() throws InterruptedException {
        orders.close();
        process.waitFor();
        listener.join();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}

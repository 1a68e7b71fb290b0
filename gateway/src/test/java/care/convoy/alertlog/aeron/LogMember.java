package care.convoy.alertlog.aeron;

import care.convoy.alert.Event;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.SignalKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that is one of three members and presses, told what to do on standard input, telling on standard output what
 * came of it, until it is killed: {@code LogMember DIRECTORY MEMBERS MEMBER LEADER_TIMEOUT_MILLIS}.
 *
 * <pre>
 * press RATE   a press each 1/RATE s, sent again with the same key until acknowledged: 'a DEVICE SEQUENCE MILLIS'
 * stop         no more presses; 'settled' once all are acknowledged
 * leads        'leads true' or 'leads false'
 * elections    'elections N': new leaders since this process began
 * snapshot     takes one soon
 * check        'hash MEMBER HASH' for each member that answered, then 'checked'
 * heard        'h DEVICE SEQUENCE' for each press in this member's history, then 'told'
 * </pre>
 */
public final class LogMember {
    private static final int DEVICES = 500;
    private static final long AGAIN_MILLIS = 100;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AeronAlertLog log;
    private final String prefix;
    private volatile int rate;

    private LogMember(AeronAlertLog log, String prefix) {
        this.log = log;
        this.prefix = prefix;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int member = Integer.parseInt(arguments[2]);
        Membership membership = Membership.parse(arguments[1], member)
                .withLeaderTimeout(Duration.ofMillis(Long.parseLong(arguments[3])));
        AlertLogConfig config = AlertLogConfig.of(Path.of(arguments[0]), membership)
                .with(AlertLogConfig.Profile.valueOf(System.getProperty("convoy.trial.profile", "ECO")))
                .with(new AlertLogConfig.SnapshotPolicy(
                        Duration.ofSeconds(Long.getLong("convoy.trial.snapshot.seconds", 30)), 64L << 20));
        AeronAlertLog log = AeronAlertLog.start(config, List.of());
        // devices of another name after each start, so that a key is never used for two presses
        LogMember running =
                new LogMember(log, "m" + member + "-" + ProcessHandle.current().pid());
        if (!log.awaitReady(Duration.ofMinutes(2))) {
            throw new IOException("not ready");
        }
        running.out.println("ready " + (System.nanoTime() - begin) / 1_000_000);
        Thread.ofPlatform().daemon().start(running::pressForEver);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            running.obey(order);
        }
        log.close();
        System.exit(0);
    }

    private void obey(String order) throws InterruptedException {
        switch (order.split(" ")[0]) {
            case "press" -> rate = Integer.parseInt(order.split(" ")[1]);
            case "stop" -> settle();
            case "leads" -> out.println("leads " + log.leads());
            case "elections" -> out.println("elections " + log.counters().get(AlertLogCounters.Count.NEW_LEADERS));
            case "snapshot" -> log.snapshotSoon();
            case "check" -> check();
            case "heard" -> tellHeard();
            default -> throw new IllegalArgumentException(order);
        }
    }

    private void settle() {
        rate = 0;
        while (unanswered.get() > 0) {
            LockSupport.parkNanos(5_000_000);
        }
        out.println("settled");
    }

    private void pressForEver() {
        long dueNanos = System.nanoTime();
        for (long number = 0; true; ) {
            int perSecond = rate;
            if (perSecond == 0) {
                LockSupport.parkNanos(5_000_000);
                dueNanos = System.nanoTime();
                continue;
            }
            dueNanos += 1_000_000_000L / perSecond;
            while (System.nanoTime() - dueNanos < 0) {
                LockSupport.parkNanos(dueNanos - System.nanoTime());
            }
            unanswered.incrementAndGet();
            press(prefix + '-' + number % DEVICES, 1 + number / DEVICES);
            number++;
        }
    }

    private void press(String device, long sequence) {
        log.submit(Presses.of(device, sequence)).whenComplete((receipt, failure) -> {
            if (failure == null) {
                out.println("a " + device + ' ' + sequence + ' ' + System.currentTimeMillis());
                unanswered.decrementAndGet();
            } else {
                var _ = again.schedule(() -> press(device, sequence), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void check() throws InterruptedException {
        try {
            log.compareNow(Duration.ofSeconds(20))
                    .forEach((member, hash) -> out.println("hash " + member + ' ' + Long.toHexString(hash)));
        } catch (TimeoutException silent) {
            out.println("silent");
        }
        out.println("checked");
    }

    private void tellHeard() {
        long position = log.history().resumeAfter(-1);
        int ordinal = Integer.MAX_VALUE;
        List<CommittedEvent> events = log.history().read(position, ordinal, 1_000);
        while (!events.isEmpty()) {
            for (CommittedEvent event : events) {
                SignalKey key = keyOf(event.event());
                if (key != null) {
                    out.println("h " + key.device().value() + ' ' + key.sequence());
                }
            }
            events = log.history()
                    .read(events.getLast().position(), events.getLast().ordinal(), 1_000);
        }
        out.println("told");
    }

    private static SignalKey keyOf(Event event) {
        return switch (event) {
            case Event.Raised raised -> raised.key();
            case Event.Joined joined -> joined.key();
            default -> null;
        };
    }
}

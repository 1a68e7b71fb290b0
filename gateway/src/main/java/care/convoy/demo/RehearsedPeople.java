package care.convoy.demo;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import care.convoy.device.ResidentId;
import care.convoy.effect.Channel;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people of a demo, who are not called: a channel of each kind, for rehearsal only, that writes one line to a CSV file
 * and answers after a few seconds as that person always does. Most who are called come, some do not answer, some cannot
 * come; messages arrive; 120 sends an ambulance.
 *
 * <p>One thread writes and answers. At most {@value #MOST_WAITING} effects wait; a further one has failed, which the core
 * tries again.
 */
public final class RehearsedPeople implements AutoCloseable {
    static final String HEADER = "time,alert,step,attempt,action,contact,channel";

    private static final Logger LOG = LoggerFactory.getLogger(RehearsedPeople.class);
    private static final int MOST_WAITING = 10_000;

    private final InstantSource clock;
    private final BufferedWriter calls;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicInteger waiting = new AtomicInteger();

    /** What somebody says, and when. */
    record Answer(long afterMillis, EffectReport report) {}

    private RehearsedPeople(BufferedWriter calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("rehearsal").daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Goes on with the file, or begins it. */
    public static RehearsedPeople writingTo(Path file, InstantSource clock) throws IOException {
        BufferedWriter calls = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (Files.size(file) == 0) {
            calls.write(HEADER + "\n");
            calls.flush();
        }
        return new RehearsedPeople(calls, clock);
    }

    /** One channel of each kind. */
    public List<Channel> channels() {
        return Arrays.stream(ChannelKind.values())
                .map(kind -> (Channel) new Rehearsed(kind, this))
                .toList();
    }

    private record Rehearsed(ChannelKind kind, RehearsedPeople people) implements Channel {
        @Override
        public boolean isRehearsal() {
            return true;
        }

        @Override
        public void send(Effect effect, AlertView alert, Consumer<EffectReport> report) {
            people.take(effect, alert, report);
        }
    }

    private void take(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            report.accept(EffectReport.FAILED);
            return;
        }
        try {
            thread.execute(() -> play(effect, alert, report));
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
        }
    }

    private void play(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        try {
            calls.write(String.join(
                            ",",
                            clock.instant().toString(),
                            effect.key().alert().toString(),
                            String.valueOf(effect.key().step()),
                            String.valueOf(effect.key().attempt()),
                            effect.action().name(),
                            effect.contact(),
                            effect.channel().name())
                    + "\n");
            calls.flush();
        } catch (IOException disk) {
            LOG.warn("rehearsed call not written: {}", disk.toString());
        }
        ResidentId resident = alert.resident();
        Answer answer = answerTo(effect, resident == null ? "" : resident.value());
        var _ = thread.schedule(
                () -> {
                    waiting.decrementAndGet();
                    report.accept(answer.report());
                },
                answer.afterMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The same person always says the same. */
    static Answer answerTo(Effect effect, String resident) {
        long person = hash(resident + "/" + effect.contact());
        long afterMillis = 500 + person % 2_000;
        if (effect.action() == Action.REQUEST_AMBULANCE) {
            return new Answer(3_000, EffectReport.ACCEPTED);
        }
        if (effect.action() == Action.CALL_SUPERVISOR) {
            boolean away = hash(effect.key().toString()) % 3 == 0;
            return new Answer(afterMillis, away ? EffectReport.NO_ANSWER : EffectReport.DELIVERED);
        }
        if (effect.action() != Action.CALL || effect.channel() != ChannelKind.VOICE) {
            return new Answer(afterMillis, EffectReport.DELIVERED);
        }
        return switch ((int) (person % 10)) {
            case 0, 1 -> new Answer(afterMillis + 2_500, EffectReport.NO_ANSWER);
            case 2 -> new Answer(afterMillis, EffectReport.DECLINED);
            default -> new Answer(afterMillis, EffectReport.ACCEPTED);
        };
    }

    private static long hash(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
                calls.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }
}

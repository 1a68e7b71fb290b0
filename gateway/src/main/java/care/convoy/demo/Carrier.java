package care.convoy.demo;

import care.convoy.alert.AlertId;
import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Provider;
import care.convoy.notify.Told;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The telephones of a demo: nobody is called, what would have been said is kept to be looked at, and written to a CSV file without names
 * and words. Whoever looks may answer in a person's place; otherwise the person answers as they always do ({@link Rehearsal}). While
 * somebody looks, a call rings long enough for that.
 *
 * <p>Bounded: the last {@value #MOST} messages and calls; the oldest that has ended is forgotten first. Thread-safe.
 */
public final class Carrier implements AutoCloseable {
    static final String HEADER = "time,alert,step,attempt,action,contact,channel";
    static final int MOST = 300;
    static final long WATCHED_MILLIS = 10_000;
    static final long RINGS_MILLIS = 25_000;
    private static final int VOICE_LINES = 8;
    private static final int MESSAGE_LINES = 50;
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    private final InstantSource clock;
    private final BufferedWriter calls;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("rehearsal").daemon().factory());
    private long numbers;
    private long lookedAtMillis = Long.MIN_VALUE / 2;

    /**
     * One message or call.
     *
     * @param number grows with each
     * @param words as written, or as spoken by a call
     * @param told what came of it last; null while nothing has
     * @param toldAt when; null before
     */
    public record Item(
            long number,
            Instant at,
            AlertId alert,
            ChannelKind channel,
            Action action,
            String name,
            String address,
            String words,
            String link,
            @Nullable Told told,
            @Nullable Instant toldAt) {
        /** Whether a telephone rings. */
        public boolean rings() {
            return channel == ChannelKind.VOICE && told == null;
        }

        /** Whether somebody may still answer: a call while it rings, a message as long as it has not been answered. */
        public boolean canBeAnswered() {
            boolean asked = action == Action.CALL || action == Action.MESSAGE || action == Action.CALL_SUPERVISOR;
            return rings() || (asked && channel != ChannelKind.VOICE && told == Told.DELIVERED);
        }
    }

    private final class Sent {
        final long number;
        final Instant at = clock.instant();
        final ChannelKind channel;
        final Message message;
        final Consumer<Told> hears;

        @Nullable
        Told told;

        @Nullable
        Instant toldAt;

        Sent(long number, ChannelKind channel, Message message, Consumer<Told> hears) {
            this.number = number;
            this.channel = channel;
            this.message = message;
            this.hears = hears;
        }

        Item item() {
            boolean spoken = channel == ChannelKind.VOICE;
            return new Item(
                    number,
                    at,
                    message.key().alert(),
                    channel,
                    message.action(),
                    message.to().name(),
                    message.to().address(),
                    spoken ? message.speech() : message.text(),
                    spoken ? "" : message.link(),
                    told,
                    toldAt);
        }
    }

    private Carrier(BufferedWriter calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Goes on with the file, or begins it. */
    public static Carrier writingTo(Path file, InstantSource clock) throws IOException {
        BufferedWriter calls = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (Files.size(file) == 0) {
            calls.write(HEADER + "\n");
            calls.flush();
        }
        return new Carrier(calls, clock);
    }

    /** A provider of each kind. */
    public List<Provider> providers() {
        return Arrays.stream(ChannelKind.values())
                .map(kind -> (Provider) new Played(kind, this))
                .toList();
    }

    private record Played(ChannelKind kind, Carrier carrier) implements Provider {
        @Override
        public String name() {
            return "demo-" + kind.name().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public boolean isRehearsal() {
            return true;
        }

        @Override
        public int lines() {
            return kind == ChannelKind.VOICE ? VOICE_LINES : MESSAGE_LINES;
        }

        @Override
        public void send(Message message, Consumer<Told> told) {
            carrier.take(kind, message, told);
        }

        @Override
        public void withdraw(EffectKey key) {
            carrier.withdraw(kind, key);
        }

        @Override
        public void close() {}
    }

    // ---- what is sent

    private void take(ChannelKind kind, Message message, Consumer<Told> told) {
        Rehearsal.Answer answer = Rehearsal.answer(message, kind);
        Sent added;
        long afterMillis;
        synchronized (this) {
            added = new Sent(++numbers, kind, message, told);
            sent.addFirst(added);
            if (sent.size() > MOST) {
                forgetOne();
            }
            boolean watched = clock.millis() - lookedAtMillis < WATCHED_MILLIS;
            afterMillis = kind == ChannelKind.VOICE && watched ? RINGS_MILLIS : answer.afterMillis();
            write(added);
        }
        try {
            var _ = thread.schedule(() -> tell(added, answer.told()), afterMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("nobody answers any more");
        }
    }

    private void forgetOne() {
        for (var oldest = sent.descendingIterator(); oldest.hasNext(); ) {
            if (oldest.next().told != null) {
                oldest.remove();
                return;
            }
        }
        sent.removeLast();
    }

    private void write(Sent added) {
        EffectKey key = added.message.key();
        try {
            calls.write(String.join(
                            ",",
                            added.at.toString(),
                            key.alert().toString(),
                            String.valueOf(key.step()),
                            String.valueOf(key.attempt()),
                            added.message.action().name(),
                            added.message.to().contact(),
                            added.channel.name())
                    + "\n");
            calls.flush();
        } catch (IOException disk) {
            LOG.warn("rehearsed call not written: {}", disk.toString());
        }
    }

    /** The person's own answer, unless somebody was quicker. */
    private void tell(Sent about, Told news) {
        synchronized (this) {
            if (about.told != null) {
                return;
            }
            about.told = news;
            about.toldAt = clock.instant();
        }
        about.hears.accept(news);
    }

    private void withdraw(ChannelKind kind, EffectKey key) {
        Sent found;
        synchronized (this) {
            found = sent.stream()
                    .filter(each -> each.channel == kind && each.message.key().equals(key))
                    .findFirst()
                    .orElse(null);
        }
        if (found != null) {
            tell(found, Told.WITHDRAWN);
        }
    }

    // ---- whoever looks

    /** What was sent, newest first; from now on calls ring for a while. */
    public synchronized List<Item> look() {
        lookedAtMillis = clock.millis();
        List<Item> items = new ArrayList<>(sent.size());
        sent.forEach(each -> items.add(each.item()));
        return items;
    }

    /**
     * Answers in a person's place.
     *
     * @param key '1' comes, '2' cannot come, '0' does not take the call
     * @return false if there is no such message, or it cannot be answered any more
     */
    public boolean answer(long number, char key) {
        Told news = switch (key) {
            case '1' -> Told.ACCEPTED;
            case '2' -> Told.DECLINED;
            case '0' -> Told.NO_ANSWER;
            default -> throw new IllegalArgumentException("key " + key + ": 0, 1 or 2");
        };
        Sent found;
        synchronized (this) {
            found = sent.stream()
                    .filter(each -> each.number == number && each.item().canBeAnswered())
                    .findFirst()
                    .orElse(null);
            if (found == null || (news == Told.NO_ANSWER && !found.item().rings())) {
                return false;
            }
            found.told = news;
            found.toldAt = clock.instant();
        }
        found.hears.accept(news);
        return true;
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

package care.convoy.notify.voice;

import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Provider;
import care.convoy.notify.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls people by telephone. An answer is told at once, though the call then goes on for a word of thanks; its line counts as used until the call is over, and
 * a call that is to begin meanwhile waits for it.
 *
 * <p><b>Bounds</b>: as many calls as lines, as many that wait for one of them to end; two texts at a time are made into speech. Calls that the trunk never
 * answers are kept for another half minute beside the lines, to be cancelled if it does.
 */
public final class VoiceProvider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceProvider.class);
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#]{2,20}(,[0-9*#]{1,10})?");
    private static final int OPEN_AGAIN_MILLIS = 5_000;
    private static final int SPEAKERS = 2;
    private static final int LAST_WORDS_MILLIS = 500;

    private final VoiceConfig config;
    private final ScheduledThreadPoolExecutor voice = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("voice").daemon().factory());
    private final ThreadPoolExecutor speakers;
    private final SipTrunk trunk;
    private final RtpEngine audio;
    private final Speech speech;
    private final VoiceCounters counters = new VoiceCounters();
    private final VoiceCall.Ground ground;
    private final Owner owner = new Owner();

    // all of it on the thread "voice"
    private final Map<EffectKey, VoiceCall> calls = new HashMap<>();
    private final Set<VoiceCall> onLines = new HashSet<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private volatile int linesInUse;
    private volatile @Nullable String complaint = "it has not been started";

    private record Waiting(Message message, Consumer<Told> told) {}

    /**
     * @param cache directory of speech that was made before
     * @throws IOException the recorded clips cannot be read, or the system gives no selector
     */
    public VoiceProvider(VoiceConfig config, Path cache) throws IOException {
        this.config = config;
        voice.setRemoveOnCancelPolicy(true);
        voice.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        speakers = new ThreadPoolExecutor(
                SPEAKERS,
                SPEAKERS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(2 * config.lines() + 10),
                Thread.ofPlatform().name("voice-speech-", 0).daemon().factory());
        trunk = new SipTrunk(config.trunk(), config.local(), this::hand);
        audio = new RtpEngine(
                config.local().firstRtpPort(),
                config.local().lastRtpPort(),
                config.local().strictMedia());
        speech = new Speech(
                speakers(config.speech()),
                config.speech().cacheMegabytes() == 0
                        ? null
                        : new ClipCache(cache, (long) config.speech().cacheMegabytes() << 20));
        ground = new VoiceCall.Ground(config, trunk, audio, speech, new Clock(), counters);
    }

    private static List<Tts> speakers(VoiceConfig.Speech config) throws IOException {
        List<Tts> speakers = new ArrayList<>();
        if (config.clips() != null) {
            speakers.add(RecordedClips.read(config.clips()));
        }
        if (!config.espeak().isEmpty()) {
            speakers.add(new Espeak(config.espeak()));
        }
        return speakers;
    }

    /** Takes its ports, again each 5 s if it cannot, and makes what is said in every call. */
    public VoiceProvider start() {
        audio.start();
        speakers.execute(() -> speech.prepare(config.callBack()));
        speakers.execute(this::open);
        return this;
    }

    private void open() {
        try {
            trunk.open();
            complaint = null;
            LOG.info("calls go through {}", config.trunk());
        } catch (IOException | RuntimeException notYet) {
            complaint = notYet.getMessage();
            LOG.warn("no calls can be made, tried again in 5 s: {}", complaint);
            var _ = new Clock().after(OPEN_AGAIN_MILLIS, this::openAgain);
        }
    }

    private void openAgain() {
        try {
            speakers.execute(this::open);
        } catch (RejectedExecutionException busy) {
            var _ = new Clock().after(OPEN_AGAIN_MILLIS, this::openAgain);
        }
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.VOICE;
    }

    @Override
    public String name() {
        return "voice";
    }

    @Override
    public int lines() {
        return config.lines();
    }

    // ---- calls

    @Override
    public void send(Message message, Consumer<Told> told) {
        if (!trunk.isOpen()) {
            told.accept(Told.DOWN);
            return;
        }
        hand(() -> take(message, told));
    }

    private void hand(Runnable work) {
        try {
            voice.execute(() -> unharmed(work));
        } catch (RejectedExecutionException closed) {
            // what is never reported counts as failed in time
        }
    }

    /** What failed must not end what follows. */
    private static void unharmed(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException broken) {
            LOG.error("a call failed", broken);
        }
    }

    private void take(Message message, Consumer<Told> told) {
        if (calls.containsKey(message.key())) {
            return;
        }
        if (onLines.size() < config.lines()) {
            begin(message, told);
        } else if (waiting.size() < config.lines()) {
            waiting.add(new Waiting(message, told));
        } else {
            told.accept(Told.THROTTLED);
        }
    }

    private void begin(Message message, Consumer<Told> told) {
        String number = number(message.to().address());
        if (number == null) {
            told.accept(Told.UNREACHABLE);
            return;
        }
        VoiceCall call = new VoiceCall(ground, owner, message, told);
        calls.put(message.key(), call);
        onLines.add(call);
        linesInUse = onLines.size();
        try {
            speakers.execute(() -> prepare(call, message, number));
        } catch (RejectedExecutionException busy) {
            call.fail(Told.FAILED);
        }
    }

    /** A number as it is dialled, without what people write between digits, and perhaps a comma and an extension; null if it is none. */
    static @Nullable String number(String written) {
        String number = written.replace('转', ',').replace('，', ',').replaceAll("[\\s().-]", "");
        return NUMBER.matcher(number).matches() ? number : null;
    }

    /** Speech first: a call that has nothing to say helps nobody. */
    private void prepare(VoiceCall call, Message message, String number) {
        try {
            trunk.lookUp();
        } catch (IOException unknown) {
            LOG.warn("the name server does not know the trunk now; it is called where it was: {}", unknown.toString());
        }
        try {
            // what the ambulance is told has a name and an address in it, and is not kept
            boolean keeps = message.action() != Action.REQUEST_AMBULANCE;
            Clip clip = speech.speak(message.speech(), message.to().language(), keeps);
            hand(() -> call.begin(number, clip));
        } catch (IOException | RuntimeException mute) {
            LOG.warn("{} is not called: {}", message.key(), mute.toString());
            speech.failed.increment();
            hand(() -> call.fail(Told.FAILED));
        }
    }

    @Override
    public void withdraw(EffectKey key) {
        hand(() -> {
            VoiceCall call = calls.get(key);
            if (call != null) {
                call.withdraw();
            }
            waiting.removeIf(each -> {
                boolean same = each.message().key().equals(key);
                if (same) {
                    each.told().accept(Told.WITHDRAWN);
                }
                return same;
            });
        });
    }

    private final class Owner implements VoiceCall.Owner {
        @Override
        public void lineFree(VoiceCall call) {
            onLines.remove(call);
            linesInUse = onLines.size();
            // not from within what the call is doing
            hand(VoiceProvider.this::next);
        }

        @Override
        public void over(VoiceCall call) {
            calls.remove(call.key(), call);
        }
    }

    private void next() {
        while (onLines.size() < config.lines() && !waiting.isEmpty()) {
            Waiting first = waiting.remove();
            begin(first.message(), first.told());
        }
    }

    private final class Clock implements VoiceCall.Clock {
        @Override
        public void execute(Runnable work) {
            hand(work);
        }

        @Override
        public ScheduledFuture<?> after(long millis, Runnable work) {
            return voice.schedule(() -> unharmed(work), millis, TimeUnit.MILLISECONDS);
        }
    }

    // ---- what is to be seen of it

    /** Why no calls can be made; null if they can. */
    public @Nullable String complaint() {
        return complaint;
    }

    /** Lines in use, also by calls that are just ending. */
    public int linesInUse() {
        return linesInUse;
    }

    /** Each number by its name in the metrics, without "voice." in front. */
    public Map<String, Long> counts() {
        RtpCounters rtp = audio.counters();
        return Map.ofEntries(
                Map.entry("calls", counters.placed.sum()),
                Map.entry("calls.answered", counters.answered.sum()),
                Map.entry("calls.answered.seconds", counters.answeredMillis.sum() / 1_000),
                Map.entry("calls.answered.minutes", counters.answeredMinutes.sum()),
                Map.entry("calls.cancelled", counters.cancelled.sum()),
                Map.entry("calls.no.audio", counters.noAudio.sum()),
                Map.entry("digits", counters.keys.sum()),
                Map.entry("speech.made", speech.made.sum()),
                Map.entry("speech.cached", speech.cached.sum()),
                Map.entry("speech.failed", speech.failed.sum()),
                Map.entry("sip.strays", trunk.strays.sum()),
                Map.entry("rtp.sent", rtp.sent.sum()),
                Map.entry("rtp.unsent", rtp.unsent.sum()),
                Map.entry("rtp.received", rtp.received.sum()),
                Map.entry("rtp.strange", rtp.strange.sum()),
                Map.entry("rtp.skipped", rtp.skipped.sum()));
    }

    @Override
    public void close() {
        CountDownLatch ended = new CountDownLatch(1);
        hand(() -> {
            trunk.endAll();
            ended.countDown();
        });
        try {
            if (ended.await(1, TimeUnit.SECONDS) && trunk.legs() > 0) {
                // for CANCEL and BYE to leave and be answered
                TimeUnit.MILLISECONDS.sleep(LAST_WORDS_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        voice.shutdownNow();
        speakers.shutdownNow();
        audio.close();
        trunk.close();
    }
}

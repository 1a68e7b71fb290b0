package care.convoy.notify.voice;

import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Message;
import care.convoy.notify.Told;
import care.convoy.resident.Contact.Language;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import javax.sip.SipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: rings, says its text twice, and hears a digit. Thread "voice".
 *
 * <pre>
 *  CALLING ─ 1xx ─► RINGING ─ 2xx ─► TALKING ─ 1, 2, withdrawn ─► CLOSING ─ said ─► ENDING ─► over
 *     └ silence ────────┴ refused, rung long enough, withdrawn ─────────────────► ENDING ─► over
 * </pre>
 */
final class VoiceCall implements SipLeg.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceCall.class);
    private static final int SILENT_MILLIS = 8_000;
    private static final int LET_GO_MILLIS = 5_000;
    private static final int ABANDON_MILLIS = 35_000;
    private static final int PAUSE_MILLIS = 1_200;
    private static final int FIRST_PAUSE_MILLIS = 600;
    private static final int MOST_CENTRE = 3;
    private static final int LONGEST_HOLD_MILLIS = 30_000;

    /** What calls share. */
    record Ground(
            VoiceConfig config, SipTrunk trunk, RtpEngine audio, Speech speech, Clock clock, VoiceCounters counters) {}

    /** Does something on the thread "voice". */
    interface Clock {
        void execute(Runnable work);

        ScheduledFuture<?> after(long millis, Runnable work);
    }

    /** Whom it tells that its line is free, and that it is over. */
    interface Owner {
        void lineFree(VoiceCall call);

        void over(VoiceCall call);
    }

    private enum State {
        CALLING,
        RINGING,
        TALKING,
        CLOSING,
        ENDING,
        OVER
    }

    private final Ground ground;
    private final Owner owner;
    private final Message message;
    private final Consumer<Told> told;
    private final SipLeg leg;
    private State state = State.CALLING;
    private boolean hasLine = true;
    private boolean begun;
    private boolean isTold;
    private int centreSaid;
    /** What is being said. */
    private Clip said = Clip.NOTHING;

    private Clip text = Clip.NOTHING;
    private String extension = "";
    private long answeredNanos;
    private @Nullable RtpSession rtp;
    private @Nullable ScheduledFuture<?> timer;

    VoiceCall(Ground ground, Owner owner, Message message, Consumer<Told> told) {
        this.ground = ground;
        this.owner = owner;
        this.message = message;
        this.told = told;
        leg = ground.trunk().leg(this);
    }

    EffectKey key() {
        return message.key();
    }

    boolean isOver() {
        return state == State.OVER;
    }

    // ---- until somebody answers

    /** Calls. @param number as {@link VoiceProvider#number} makes it */
    void begin(String number, Clip speech) {
        if (state != State.CALLING) {
            return;
        }
        begun = true;
        int comma = number.indexOf(',');
        extension = comma < 0 ? "" : number.substring(comma + 1);
        text = Clip.join(List.of(Clip.silence(FIRST_PAUSE_MILLIS), speech, Clip.silence(PAUSE_MILLIS), speech));
        try {
            RtpSession session = ground.audio()
                    .open(ground.trunk().opened().local(), key -> ground.clock().execute(() -> this.key(key)));
            rtp = session;
            ground.counters().placed.increment();
            leg.invite(
                    comma < 0 ? number : number.substring(0, comma),
                    Sdp.offer(ground.trunk().opened().local(), session.port(), System.currentTimeMillis() / 1_000));
            wait(SILENT_MILLIS, this::nothingCame);
        } catch (SipException unsent) {
            LOG.warn("{} is not called: {}", message.key(), unsent.toString());
            finish(Told.DOWN);
        } catch (IOException noPort) {
            LOG.warn("{} is not called: {}", message.key(), noPort.getMessage());
            finish(Told.FAILED);
        }
    }

    /** It could not even be begun. */
    void fail(Told why) {
        if (state == State.CALLING) {
            finish(why);
        }
    }

    private void finish(Told why) {
        tell(why);
        over();
    }

    private void tell(Told news) {
        isTold = true;
        told.accept(news);
    }

    private void nothingCame() {
        LOG.warn("the trunk does not answer for {}", message.key());
        tell(Told.DOWN);
        // it uses no line of the trunk as far as anybody knows; what comes late is cancelled
        freeLine();
        end();
    }

    @Override
    public void proceeding() {
        if (state == State.CALLING) {
            state = State.RINGING;
            wait(ground.config().ringSeconds() * 1_000L, () -> {
                tell(Told.NO_ANSWER);
                ground.counters().cancelled.increment();
                end();
            });
        }
    }

    @Override
    public void refused(int status, boolean later) {
        if (state == State.CALLING || state == State.RINGING) {
            Told meaning = meaning(status, later);
            if (meaning == Told.FAILED || meaning == Told.DOWN) {
                LOG.warn("{} is refused with {}", message.key(), status);
            }
            tell(meaning);
        }
    }

    /** What a final response means for one call (RFC 3261 clause 21). */
    static Told meaning(int status, boolean later) {
        return switch (status) {
            case 486, 600 -> Told.BUSY;
            case 408, 480, 487 -> Told.NO_ANSWER;
            case 603 -> Told.REJECTED;
            case 404, 410, 414, 416, 484, 485, 604 -> Told.UNREACHABLE;
            case 401, 407 -> Told.DOWN;
            case 503 -> later ? Told.THROTTLED : Told.DOWN;
            default -> Told.FAILED;
        };
    }

    @Override
    public void silent() {
        if (state == State.CALLING) {
            tell(Told.DOWN);
        }
    }

    // ---- somebody is there

    @Override
    public void answered(@Nullable Sdp audio) {
        RtpSession session = rtp;
        if ((state != State.CALLING && state != State.RINGING) || session == null) {
            leg.end();
            return;
        }
        answeredNanos = System.nanoTime();
        ground.counters().answeredMinutes.increment();
        ground.counters().answered.increment();
        told.accept(Told.ANSWERED);
        if (audio == null) {
            LOG.warn("{} is answered without an audio that we speak", message.key());
            ground.counters().noAudio.increment();
            tell(Told.FAILED);
            end();
            return;
        }
        state = State.TALKING;
        session.connect(audio);
        session.press(extension);
        say(text);
    }

    /** Says it and waits for a digit. */
    private void say(Clip clip) {
        RtpSession session = rtp;
        if (session == null) {
            return;
        }
        said = clip;
        // a call that is put on hold does not go on for ever
        wait(clip.millis() + LONGEST_HOLD_MILLIS, this::unanswered);
        session.play(clip, () -> ground.clock().execute(() -> wasSaid(clip)));
    }

    private void wasSaid(Clip clip) {
        if (state == State.TALKING && clip.equals(said)) {
            wait(asks() ? ground.config().answerSeconds() * 1_000L : 0, this::unanswered);
        }
    }

    private boolean asks() {
        return message.action() != Action.INFORM;
    }

    private void unanswered() {
        if (state == State.TALKING) {
            tell(outcomeWithoutAnswer());
            end();
        }
    }

    private Told outcomeWithoutAnswer() {
        if (!asks()) {
            return Told.DELIVERED;
        }
        return centreSaid > 0 ? Told.ASKED_FOR_CENTRE : Told.UNHEARD;
    }

    @Override
    public void key(char key) {
        if (state != State.TALKING || !asks()) {
            return;
        }
        ground.counters().keys.increment();
        switch (key) {
            case '1' -> answer(Told.ACCEPTED);
            case '2' -> answer(Told.DECLINED);
            case '9' -> {
                if (!ground.config().callBack().isEmpty() && centreSaid < MOST_CENTRE) {
                    centreSaid++;
                    say(known(Words.centre(ground.config().callBack(), language())));
                }
            }
            default -> {
                // means nothing; the text goes on
            }
        }
    }

    private void answer(Told meaning) {
        tell(meaning);
        close(Words.thanks(language()));
    }

    private void close(String words) {
        RtpSession session = rtp;
        state = State.CLOSING;
        Clip clip = known(words);
        wait(clip.millis() + LET_GO_MILLIS, this::end);
        if (session != null) {
            session.play(clip, () -> ground.clock().execute(this::end));
        }
    }

    private Clip known(String words) {
        return ground.speech().known(words);
    }

    private Language language() {
        return message.to().language();
    }

    @Override
    public void moved(Sdp audio) {
        if (rtp != null) {
            rtp.connect(audio);
        }
    }

    // ---- its end

    /** Nobody needs it any more. */
    void withdraw() {
        switch (state) {
            case CALLING, RINGING -> {
                tell(Told.WITHDRAWN);
                ground.counters().cancelled.increment();
                end();
            }
            case TALKING -> {
                tell(Told.WITHDRAWN);
                close(Words.noMore(language()));
            }
            case CLOSING, ENDING, OVER -> {
                // it ends by itself
            }
        }
    }

    private void end() {
        if (state == State.ENDING || state == State.OVER) {
            return;
        }
        if (!begun) {
            over();
            return;
        }
        state = State.ENDING;
        if (rtp != null) {
            rtp.hush();
        }
        wait(LET_GO_MILLIS, () -> {
            freeLine();
            wait(ABANDON_MILLIS, leg::abandon);
        });
        leg.end();
    }

    @Override
    public void over() {
        if (state == State.OVER) {
            return;
        }
        if (!isTold) {
            tell(state == State.TALKING ? outcomeWithoutAnswer() : Told.FAILED);
        }
        state = State.OVER;
        if (timer != null) {
            timer.cancel(false);
        }
        if (rtp != null) {
            ground.audio().close(rtp);
        }
        if (answeredNanos != 0) {
            long millis = (System.nanoTime() - answeredNanos) / 1_000_000;
            ground.counters().answeredMillis.add(millis);
            ground.counters().answeredMinutes.add(millis / 60_000);
        }
        freeLine();
        owner.over(this);
    }

    private void freeLine() {
        if (hasLine) {
            hasLine = false;
            owner.lineFree(this);
        }
    }

    private void wait(long millis, Runnable then) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = ground.clock().after(millis, () -> {
            if (state != State.OVER) {
                then.run();
            }
        });
    }
}

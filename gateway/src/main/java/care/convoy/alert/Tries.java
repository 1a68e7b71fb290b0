package care.convoy.alert;

import care.convoy.alert.Reach.State;
import care.convoy.escalation.EscalationStep.ChannelKind;

/**
 * How one contact is tried: channel after channel and try after try, at most {@link #PER_CHANNEL} of each. Pure.
 *
 * <p>A channel that failed for a while is tried again after 5, 20 and 60 s. What is urgent does not wait for that: the next
 * channel is tried at once, and the failed ones follow in the next round. A channel that does not lead there, or that
 * nobody answers, is not tried again.
 */
final class Tries {
    static final int PER_CHANNEL = 4;

    /** After so long without a report a call has failed. */
    static final long VOICE_MILLIS = 60_000;

    /** After so long without a report a message has failed. */
    static final long MESSAGE_MILLIS = 30_000;

    /** After so long without a receipt the ambulance service is phoned. */
    static final long DISPATCH_MILLIS = 10_000;

    /** After so long without a word whoever waits for a line has failed. */
    static final long QUEUED_MILLIS = 60_000;

    /** How long an answer to a message is waited for. */
    static final long ANSWER_MILLIS = 60_000;

    private Tries() {}

    /**
     * How a step wants its people reached.
     *
     * @param urgent whether no back-off may hold up anything
     * @param answer whether only an answer will do, and a message that arrived is none
     */
    record Manner(boolean urgent, boolean answer) {}

    static Reach first(String contact, int channels, long atMillis) {
        return new Reach(contact, 0, 0, 0, State.WAITING, atMillis, all(channels), false);
    }

    /** From the beginning, whatever became of it. */
    static Reach anew(Reach reach, int channels, long atMillis) {
        return reach.withOpen(all(channels)).waiting(0, 0, atMillis);
    }

    static Reach start(Reach reach, int attempt, long failsAtMillis) {
        return new Reach(
                reach.contact(),
                reach.channel(),
                reach.tries() + 1,
                attempt,
                State.STARTED,
                failsAtMillis,
                reach.open(),
                reach.told());
    }

    /** It failed for a while. */
    static Reach failed(Reach reach, Manner manner, long nowMillis) {
        if (!manner.urgent()) {
            return reach.tries() < PER_CHANNEL
                    ? reach.waiting(reach.channel(), reach.tries(), nowMillis + backOffMillis(reach.tries()))
                    : closed(reach, manner, nowMillis);
        }
        int next = openFrom(reach.open(), reach.channel() + 1);
        return next >= 0 ? sameRound(reach, next, nowMillis) : nextRound(reach, manner, nowMillis);
    }

    /**
     * It waits for a line. What is urgent tries the other channels once meanwhile, then stays in line: waiting is not a
     * try in vain.
     */
    static Reach queued(Reach reach, Manner manner, long nowMillis) {
        int next = openFrom(reach.open(), reach.channel() + 1);
        boolean others = manner.urgent() && reach.is(State.STARTED) && reach.tries() == 1 && next >= 0;
        return others ? sameRound(reach, next, nowMillis) : reach.to(State.QUEUED, nowMillis + QUEUED_MILLIS);
    }

    /** This channel is of no use any more. */
    static Reach closed(Reach reach, Manner manner, long nowMillis) {
        Reach left = reach.withOpen(reach.open() & ~(1 << reach.channel()));
        int next = openFrom(left.open(), left.channel() + 1);
        if (next >= 0) {
            return manner.urgent() ? sameRound(left, next, nowMillis) : left.waiting(next, 0, nowMillis);
        }
        return manner.urgent() ? nextRound(left, manner, nowMillis) : spent(left, manner, nowMillis);
    }

    /** A message arrived. Where an answer is needed at once, the other channels go on meanwhile. */
    static Reach delivered(Reach reach, Manner manner, long nowMillis) {
        Reach told = reach.nowTold();
        return manner.answer() && manner.urgent()
                ? closed(told, manner, nowMillis)
                : told.to(State.DELIVERED, nowMillis);
    }

    /** It is known only now that a message of a former try arrived. */
    static Reach deliveredLate(Reach reach, Manner manner, long nowMillis) {
        Reach told = reach.nowTold();
        return manner.answer() || reach.is(State.STOPPED) ? told : told.to(State.DELIVERED, nowMillis);
    }

    /** Whether a report says more than is known; only what was delivered or answered does after the time. */
    static boolean isNews(EffectReport report, Reach reach) {
        return switch (report) {
            case QUEUED, UNDER_WAY, FAILED, UNREACHABLE, NO_ANSWER -> false;
            case DELIVERED -> !reach.told() && !reach.is(State.DECLINED) && !reach.is(State.ACCEPTED);
            // who has accepted and cannot come after all must be heard, though it is no better news
            case DECLINED -> !reach.is(State.DECLINED);
            case ACCEPTED -> !reach.is(State.ACCEPTED);
        };
    }

    static long timeoutMillis(ChannelKind channel) {
        return switch (channel) {
            case VOICE -> VOICE_MILLIS;
            case DISPATCH -> DISPATCH_MILLIS;
            case SMS, WEBHOOK, MAIL -> MESSAGE_MILLIS;
        };
    }

    /** @param tries how often it was tried in vain, from 1 */
    static long backOffMillis(int tries) {
        return switch (tries) {
            case 1 -> 5_000;
            case 2 -> 20_000;
            default -> 60_000;
        };
    }

    private static Reach sameRound(Reach reach, int channel, long nowMillis) {
        return reach.waiting(channel, reach.tries() - 1, nowMillis);
    }

    private static Reach nextRound(Reach reach, Manner manner, long nowMillis) {
        int first = openFrom(reach.open(), 0);
        return first < 0 || reach.tries() >= PER_CHANNEL
                ? spent(reach, manner, nowMillis)
                : reach.waiting(first, reach.tries(), nowMillis + backOffMillis(reach.tries()));
    }

    /** Whoever got a message has some time to answer it, then nothing is left. */
    private static Reach spent(Reach reach, Manner manner, long nowMillis) {
        boolean mayAnswer = manner.answer() && reach.told() && !reach.is(State.DELIVERED);
        return reach.withOpen(0).to(mayAnswer ? State.DELIVERED : State.FAILED, nowMillis);
    }

    private static int openFrom(int open, int channel) {
        int rest = open >>> channel << channel;
        return rest == 0 ? -1 : Integer.numberOfTrailingZeros(rest);
    }

    private static int all(int channels) {
        return (1 << channels) - 1;
    }
}

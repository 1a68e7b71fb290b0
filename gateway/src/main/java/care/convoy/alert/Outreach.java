package care.convoy.alert;

import care.convoy.alert.AlertView.Step;
import care.convoy.alert.Reach.State;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One moment of an alert's escalation: begins what falls due, asks for effects, and takes what came of them.
 *
 * <p>Each contact of a step is reached on their own, so one who cannot be reached holds up nobody. Who accepts stops the
 * asking of the others and lets those know who had been asked; neither stops the supervisor, the loud consoles or the
 * request for an ambulance, which only an operator's claim does. When a call step has nobody left, the next ring follows
 * at once, then the supervisor and the ambulance.
 */
final class Outreach {
    private static final List<ChannelKind> INFORMING = List.of(ChannelKind.SMS, ChannelKind.VOICE);

    private final AlertId alert;
    private final Escalation escalation;
    private final Steps steps;
    private final Facts facts;
    private final long nowMillis;
    private final Out out;

    /** What a report was worth. */
    enum Worth {
        /** No such effect was asked for. */
        UNKNOWN,
        /** It says nothing new. */
        OLD,
        NEWS
    }

    /** Which alert this is about. */
    record Case(AlertId alert, Escalation escalation, Facts facts) {}

    /**
     * Who hears of it.
     *
     * @param events each event of the alert
     * @param progress how near help has come
     */
    record Out(Consumer<Event.OfAlert> events, Consumer<AlertState> progress) {}

    Outreach(Case about, long nowMillis, Out out) {
        alert = about.alert();
        escalation = about.escalation();
        facts = about.facts();
        steps = escalation.steps();
        this.nowMillis = nowMillis;
        this.out = out;
    }

    // ---- time

    /** Does what falls due next, one thing. */
    void fire() {
        switch (escalation.next()) {
            case STEP -> begin(steps.nextPosition());
            case REACH -> fireReach(steps.nextReachPosition());
            case RAISE -> raise();
            case REMINDER -> remind();
        }
    }

    /** Begins a step, or begins it once more. */
    void begin(int position) {
        tell(steps.start(position, nowMillis));
        if (isCall(steps.at(position)) && Line.isExhausted(steps.at(position))) {
            nobodyLeft(position);
        }
    }

    private void fireReach(int position) {
        Step step = steps.at(position);
        Tries.Manner manner = Line.manner(step.step(), facts.isP1());
        long due = Line.nextMillis(step, facts.isP1());
        for (int place = 0; place < step.reaches().size(); place++) {
            Reach reach = step.reaches().get(place);
            if (Line.dueMillis(reach, manner) == due) {
                fire(position, place, reach);
                return;
            }
        }
        steps.moveLine(position, nowMillis);
    }

    private void fire(int position, int place, Reach reach) {
        switch (reach.state()) {
            case WAITING -> tryNext(position, place, reach);
            case STARTED, QUEUED -> take(position, reach.attempt(), EffectReport.FAILED);
            case DELIVERED -> take(position, reach.attempt(), EffectReport.NO_ANSWER);
            case ACCEPTED, DECLINED, FAILED, STOPPED -> throw new IllegalStateException("nothing is due of " + reach);
        }
    }

    private void tryNext(int position, int place, Reach reach) {
        if (isWanted(steps.at(position))) {
            ask(position, place, reach);
        } else {
            steps.setReach(position, place, reach.to(State.STOPPED, nowMillis));
        }
    }

    /** Lets one effect be executed. */
    private void ask(int position, int place, Reach reach) {
        Step step = steps.at(position);
        List<ChannelKind> channels = Line.channels(step.step());
        int attempt = next(step, place, reach);
        long failsAtMillis = nowMillis + Tries.timeoutMillis(channels.get(reach.channel()));
        steps.setReach(position, place, Tries.start(reach, attempt, failsAtMillis));
        out.events().accept(new Event.EffectDue(alert, Line.effect(alert, step, attempt)));
    }

    private void raise() {
        Priority from = facts.age();
        escalation.beginPriority(nowMillis);
        out.events().accept(new Event.PriorityRaised(alert, from, facts.priority()));
    }

    private void remind() {
        out.events().accept(new Event.Reminded(alert, escalation.remind()));
        for (int position : steps.all(step -> steps.isOfPlan(step)
                && (step.step().action() == Action.ALL_CONSOLES_LOUD
                        || step.step().action() == Action.CALL_SUPERVISOR))) {
            begin(position);
        }
    }

    // ---- reports

    /** Takes what came of an effect. */
    Worth take(EffectKey key, EffectReport report) {
        int position = positionOf(key.step());
        if (position < 0 || steps.at(position).reaches().isEmpty() || key.attempt() < 1) {
            return Worth.UNKNOWN;
        }
        Step step = steps.at(position);
        Attempt attempt = attempt(step, key.attempt());
        Reach reach = step.reaches().get(attempt.place());
        if (!wasMade(step, attempt, key.attempt(), reach)) {
            return Worth.UNKNOWN;
        }
        boolean awaited = isAwaited(reach, key.attempt());
        if (!awaited && !Tries.isNews(report, reach)) {
            return Worth.OLD;
        }
        if (report.isInterim()) {
            stands(position, attempt, report);
            return Worth.NEWS;
        }
        take(position, key.attempt(), report);
        return Worth.NEWS;
    }

    /**
     * A step of the plan was carried out elsewhere: it is done, and what is known of its contacts counts. Of whom nothing is
     * known, they are asked once more.
     */
    void carriedOut(Command.Reconcile.StepDone done) {
        int position = steps.ofPlan(done.step());
        if (position < 0) {
            return;
        }
        if (steps.at(position).doneAtMillis() == 0) {
            steps.start(position, nowMillis);
        }
        int index = steps.at(position).index();
        done.told().forEach(told -> carriedOut(index, told));
    }

    /** What came of help that was sent for elsewhere beside the plan. */
    void carriedOutBeside(Command.Reconcile.SentFor sent) {
        int position =
                steps.find(step -> step.isAdded() && step.step().action() == sent.action() && step.doneAtMillis() > 0);
        if (position >= 0) {
            int index = steps.at(position).index();
            sent.told().forEach(told -> carriedOut(index, told));
        }
    }

    private void carriedOut(int index, Command.Reconcile.Told told) {
        int position = positionOf(index);
        // what was told before may have added a step, for which this one made room
        if (position < 0 || told.report().isInterim()) {
            return;
        }
        Step step = steps.at(position);
        for (int place = 0; place < step.reaches().size(); place++) {
            Reach reach = step.reaches().get(place);
            // also one that was stopped before its first try: the number that this takes must not be used again
            boolean untried = reach.attempt() == 0;
            if (reach.contact().equals(told.contact()) && (untried || Tries.isNews(told.report(), reach))) {
                int attempt = reach.attempt() > 0 ? reach.attempt() : next(step, place, reach);
                steps.setReach(position, place, untried ? Tries.start(reach, attempt, nowMillis) : reach);
                take(position, attempt, told.report());
                return;
            }
        }
    }

    /** How a try stands that has not ended. That it still waits, or still goes on, is no event. */
    private void stands(int position, Attempt attempt, EffectReport report) {
        Step step = steps.at(position);
        Reach reach = step.reaches().get(attempt.place());
        boolean queued = report == EffectReport.QUEUED;
        Reach after = !queued
                ? reach.to(State.STARTED, nowMillis + timeoutMillis(step, attempt))
                : isWanted(step)
                        ? Tries.queued(reach, Line.manner(step.step(), facts.isP1()), nowMillis)
                        : reach.to(State.STOPPED, nowMillis);
        steps.setReach(position, attempt.place(), after);
        if (reach.is(State.QUEUED) != queued) {
            out.events().accept(new Event.EffectReported(alert, Line.effect(alert, step, reach.attempt()), report));
        }
        steps.moveLine(position, nowMillis);
    }

    private static long timeoutMillis(Step step, Attempt attempt) {
        return Tries.timeoutMillis(Line.channels(step.step()).get(attempt.channel()));
    }

    private void take(int position, int number, EffectReport report) {
        Step before = steps.at(position);
        int place = attempt(before, number).place();
        Reach reach = before.reaches().get(place);
        boolean somebodyCame = escalation.somebodyComes();
        steps.setReach(position, place, after(before, reach, number, report));
        out.events().accept(new Event.EffectReported(alert, Line.effect(alert, before, number), report));
        if (report == EffectReport.ACCEPTED) {
            accepted(before.step());
        } else if (!reach.contact().isEmpty() && report == EffectReport.DECLINED) {
            declined(reach.contact(), somebodyCame);
        }
        // an added step may have moved it, or taken its place
        int now = positionOf(before.index());
        if (now < 0) {
            return;
        }
        steps.moveLine(now, nowMillis);
        boolean lost = isCall(before) && !Line.isExhausted(before) && Line.isExhausted(steps.at(now));
        if (lost && !escalation.somebodyComes()) {
            nobodyLeft(now);
        }
    }

    // ---- what is told from out there

    /** What the ambulance service tells counts for each request to it that was made, whatever is known of that. */
    void ambulanceTold(EffectReport report) {
        for (int position : steps.all(step -> step.step().action() == Action.REQUEST_AMBULANCE)) {
            Step step = steps.at(position);
            Reach reach = step.reaches().isEmpty() ? null : step.reaches().getFirst();
            if (reach != null && reach.attempt() > 0 && isNewsOfAmbulance(report, reach)) {
                steps.setReach(position, 0, reach.nowTold().to(stateAfter(report), nowMillis));
                out.events().accept(new Event.EffectReported(alert, Line.effect(alert, step, reach.attempt()), report));
                if (report == EffectReport.ACCEPTED) {
                    accepted(step.step());
                }
            }
        }
    }

    private static boolean isNewsOfAmbulance(EffectReport report, Reach reach) {
        boolean answered = reach.is(State.ACCEPTED) || reach.is(State.DECLINED);
        return !reach.is(stateAfter(report)) && !(report == EffectReport.DELIVERED && answered);
    }

    private static State stateAfter(EffectReport told) {
        return switch (told) {
            case DELIVERED -> State.DELIVERED;
            case ACCEPTED -> State.ACCEPTED;
            case DECLINED -> State.DECLINED;
            case QUEUED, UNDER_WAY, FAILED, UNREACHABLE, NO_ANSWER ->
                throw new IllegalArgumentException(told + " is nobody's word");
        };
    }

    /**
     * A contact is there whom no effect has asked: notes it, so that the event which tells it shows it already.
     *
     * @return false if they were asked, or are known to come; then {@link #arrived} alone is to follow
     */
    boolean arrivesUnasked(String contact) {
        if (comesSince(contact) >= 0 || asked(contact) >= 0) {
            return false;
        }
        int named = steps.find(step -> Line.asksContacts(step.step()) && Line.place(step.step(), contact) >= 0);
        if (named < 0) {
            return false;
        }
        if (steps.at(named).reaches().isEmpty()) {
            steps.start(named, nowMillis);
        }
        int place = Line.place(steps.at(named).step(), contact);
        steps.setReach(named, place, steps.at(named).reaches().get(place).to(State.ACCEPTED, nowMillis));
        return true;
    }

    /** A contact is there: nobody else is asked to come. @param unasked as {@link #arrivesUnasked} said */
    void arrived(String contact, boolean unasked) {
        int asked = asked(contact);
        if (unasked) {
            int comes = steps.find(step -> has(step, contact, reach -> reach.is(State.ACCEPTED)));
            accepted(steps.at(comes).step());
        } else if (comesSince(contact) < 0 && asked >= 0) {
            int place = Line.place(steps.at(asked).step(), contact);
            take(asked, steps.at(asked).reaches().get(place).attempt(), EffectReport.ACCEPTED);
        }
    }

    private int comesSince(String contact) {
        long since = escalation.attentionAtMillis();
        return steps.find(step -> has(step, contact, reach -> reach.is(State.ACCEPTED) && reach.atMillis() >= since));
    }

    private int asked(String contact) {
        return steps.find(step -> has(step, contact, reach -> reach.attempt() > 0 && !reach.is(State.ACCEPTED)));
    }

    private static boolean has(Step step, String contact, Predicate<Reach> such) {
        return Line.asksContacts(step.step())
                && step.reaches().stream().anyMatch(reach -> reach.contact().equals(contact) && such.test(reach));
    }

    /** The consoles are loud now, whatever the plan's times are. */
    void soundConsoles() {
        steps.all(step -> steps.isOfPlan(step) && step.step().action() == Action.ALL_CONSOLES_LOUD)
                .forEach(this::begin);
    }

    /** What a report makes of a reach. A step that nobody wants any more is carried on by nothing new. */
    private Reach after(Step step, Reach reach, int number, EffectReport report) {
        boolean wanted = isWanted(step);
        Tries.Manner usual = Line.manner(step.step(), facts.isP1());
        Tries.Manner manner = new Tries.Manner(wanted && usual.urgent(), usual.answer());
        Reach after = switch (report) {
            case FAILED -> Tries.failed(reach, manner, nowMillis);
            case UNREACHABLE, NO_ANSWER -> Tries.closed(reach, manner, nowMillis);
            case DELIVERED ->
                isAwaited(reach, number)
                        ? Tries.delivered(reach, manner, nowMillis)
                        : Tries.deliveredLate(reach, manner, nowMillis);
            case DECLINED -> reach.to(State.DECLINED, nowMillis);
            case ACCEPTED -> reach.to(State.ACCEPTED, nowMillis);
            case QUEUED, UNDER_WAY -> throw new IllegalArgumentException(report + " is no end");
        };
        return after.is(State.WAITING) && !wanted ? after.to(State.STOPPED, nowMillis) : after;
    }

    /** Whether a step goes on: nobody attends or it is done in any case, and nobody comes whom it would ask to. */
    private boolean isWanted(Step step) {
        boolean applies = step.step().condition() == Condition.ALWAYS || escalation.isPending();
        return applies && !(Line.asksContacts(step.step()) && escalation.somebodyCame(step.doneAtMillis()));
    }

    // ---- what follows from them

    private void accepted(EscalationStep step) {
        if (step.action() == Action.REQUEST_AMBULANCE) {
            out.progress().accept(AlertState.DISPATCHED);
        }
        // who was only told that another one comes has confirmed that, and in doubt does not come
        if (!Line.asksContacts(step)) {
            return;
        }
        out.progress().accept(AlertState.RESPONDING);
        List<String> others = toInform();
        steps.stopContacts(nowMillis);
        if (!others.isEmpty()) {
            begin(steps.add(new EscalationStep(0, Condition.ALWAYS, Action.INFORM, 0, others, INFORMING), nowMillis));
        }
    }

    /** Who was asked to come and does not know yet that another one does. */
    private List<String> toInform() {
        List<String> comes = steps.coming();
        List<String> others = new ArrayList<>();
        for (Step step : steps.view()) {
            for (Reach reach : step.reaches()) {
                boolean asked = reach.is(State.STARTED)
                        || reach.is(State.DELIVERED)
                        || (reach.told() && !reach.is(State.DECLINED) && !reach.is(State.ACCEPTED));
                boolean other = !comes.contains(reach.contact()) && !others.contains(reach.contact());
                if (Line.asksContacts(step.step()) && asked && other && !isInformed(reach.contact())) {
                    others.add(reach.contact());
                }
            }
        }
        return others;
    }

    private boolean isInformed(String contact) {
        return steps.find(step -> step.step().action() == Action.INFORM
                        && step.doneAtMillis() >= escalation.attentionAtMillis()
                        && step.reaches().stream()
                                .anyMatch(reach -> reach.contact().equals(contact)
                                        && !reach.is(State.STOPPED)
                                        && !reach.is(State.FAILED)))
                >= 0;
    }

    private void declined(String contact, boolean somebodyCame) {
        steps.comesNotAfterAll(contact, nowMillis);
        if (somebodyCame && !escalation.somebodyComes()) {
            steps.resumeContacts(this::isWanted, nowMillis);
        }
    }

    private void nobodyLeft(int position) {
        Step step = steps.at(position);
        out.events().accept(new Event.NobodyLeft(alert, step.index()));
        int next = nextCall(step.step().ring());
        if (next >= 0) {
            begin(next);
            return;
        }
        boolean othersAreCalled = steps.find(other -> isCall(other) && Line.isUnderWay(other)) >= 0;
        if (escalation.isPending() && !othersAreCalled) {
            steps.all(other -> steps.isOfPlan(other) && other.step().action() == Action.CALL_SUPERVISOR)
                    .forEach(this::begin);
            steps.hasten(Action.REQUEST_AMBULANCE, nowMillis);
        }
    }

    /** The pending call step of the nearest ring from this one outwards, or -1. */
    private int nextCall(int ring) {
        int next = -1;
        for (int position : steps.all(
                step -> step.isPending() && isCall(step) && step.step().ring() >= ring)) {
            if (next < 0
                    || steps.at(position).step().ring() < steps.at(next).step().ring()) {
                next = position;
            }
        }
        return next;
    }

    // ---- the rest

    /** Tells that a step has begun. */
    void tell(Step begun) {
        out.events().accept(new Event.StepDue(alert, begun.index(), begun.attempts()));
    }

    private int positionOf(int index) {
        return steps.find(step -> step.index() == index);
    }

    private static int next(Step step, int place, Reach reach) {
        return Attempt.next(
                reach, place, step.reaches().size(), Line.channels(step.step()).size());
    }

    private static boolean wasMade(Step step, Attempt attempt, int number, Reach reach) {
        if (reach.attempt() == 0) {
            return false;
        }
        int last = attempt(step, reach.attempt()).round();
        return attempt.round() < last || number == reach.attempt();
    }

    private static boolean isAwaited(Reach reach, int number) {
        return reach.isOut() && number == reach.attempt();
    }

    private static Attempt attempt(Step step, int number) {
        return Attempt.of(
                number, step.reaches().size(), Line.channels(step.step()).size());
    }

    private static boolean isCall(Step step) {
        return step.step().action() == Action.CALL;
    }
}

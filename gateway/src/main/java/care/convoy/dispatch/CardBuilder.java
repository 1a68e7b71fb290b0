package care.convoy.dispatch;

import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Reach;
import care.convoy.dispatch.HandoverCard.Alarm;
import care.convoy.dispatch.HandoverCard.MsgType;
import care.convoy.dispatch.Responder.Standing;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a card of what is known of a case. Pure: the same in gives the same card. */
public final class CardBuilder {
    private static final int UNKNOWN_AGE = -1;

    /** What no record has a place for yet. It is said on each card, so that nobody takes silence for "none". */
    private static final List<String> NOT_ON_ANY_RECORD =
            List.of("entitlement", "greenChannel", "livesAlone", "dialect", "hearing");

    private final Sources from;
    private final Told sent;
    private final Told recordTold;

    private CardBuilder(Sources from) {
        this.from = from;
        long now = from.answers().atMillis();
        sent = Told.by(Agent.Kind.OPERATOR, from.answers().operator(), now);
        Resident record = from.record();
        recordTold =
                Told.by(Agent.Kind.RECORD, record == null ? "" : record.id().value(), now);
    }

    /**
     * What a card is made of.
     *
     * @param record null if the resident is not known
     * @param answers also who makes the card, and when
     * @param today at the resident's place, for the age
     * @param callBack as in {@link HandoverCard}
     */
    public record Sources(
            AlertView alert,
            @Nullable Resident record,
            List<Contact> convoy,
            List<Measured> measured,
            Answers answers,
            LocalDate today,
            String callBack) {
        public Sources {
            convoy = List.copyOf(convoy);
            measured = List.copyOf(measured);
        }
    }

    /** @param number of the card, 0 while it is not sent */
    public static HandoverCard build(Sources from, long number) {
        return new CardBuilder(from).build(number);
    }

    private HandoverCard build(long number) {
        AlertView alert = from.alert();
        List<Responder> responders = from.convoy().stream().map(this::responder).toList();
        return new HandoverCard(
                alert.id().toString(),
                number,
                alert.status(),
                wasSent() ? MsgType.UPDATE : MsgType.ALERT,
                from.callBack(),
                sent,
                alarm(),
                alert.position() == null || !alert.position().valid() ? null : alert.position(),
                from.record(),
                recordTold,
                ageYears(),
                from.answers().ageYears() == null ? recordTold : sent,
                from.answers(),
                from.measured(),
                responders,
                Signing.resolve(from.answers().consciousness(), responders),
                unknown(responders));
    }

    private boolean wasSent() {
        return from.alert().timeline().stream().anyMatch(entry -> entry.event() instanceof Event.CardSent);
    }

    private Alarm alarm() {
        AlertView alert = from.alert();
        Told told = Told.by(
                Agent.Kind.DEVICE,
                alert.device().value(),
                alert.deviceTimeMillis() > 0 ? alert.deviceTimeMillis() : alert.receivedAtMillis());
        return new Alarm(
                alert.kind(), alert.priority(), alert.presses(), alert.cause(), alert.receivedAtMillis(), told);
    }

    /** What was said goes before what is written. */
    private int ageYears() {
        Integer said = from.answers().ageYears();
        if (said != null) {
            return said;
        }
        LocalDate born = from.record() == null ? null : from.record().birthDate();
        return born == null || born.isAfter(from.today())
                ? UNKNOWN_AGE
                : Period.between(born, from.today()).getYears();
    }

    private Responder responder(Contact contact) {
        return from.alert().timeline().stream()
                .filter(entry -> entry.event() instanceof Event.SceneReported told
                        && told.contact().equals(contact.id())
                        && told.stage() == Command.Scene.ARRIVED)
                .findFirst()
                .map(entry -> new Responder(
                        contact, Standing.ARRIVED, Told.by(Agent.Kind.CONTACT, contact.id(), entry.atMillis())))
                .orElseGet(() -> asked(contact));
    }

    private Responder asked(Contact contact) {
        return from.alert().steps().stream()
                .flatMap(step -> step.reaches().stream())
                .filter(reach -> reach.contact().equals(contact.id()))
                .map(reach -> reached(contact, reach))
                .min(Comparator.comparing(Responder::standing))
                .orElseGet(() -> new Responder(contact, Standing.NOT_ASKED, recordTold));
    }

    private Responder reached(Contact contact, Reach reach) {
        return switch (reach.state()) {
            case ACCEPTED -> said(contact, Standing.COMING, reach.atMillis());
            case DECLINED -> said(contact, Standing.CANNOT, reach.atMillis());
            case FAILED ->
                new Responder(contact, Standing.NOT_REACHED, Told.by(Agent.Kind.RULE, "escalation", reach.atMillis()));
            case DELIVERED ->
                new Responder(contact, Standing.ASKED, Told.by(Agent.Kind.RULE, "escalation", reach.atMillis()));
            // the time of these is one still to come
            case STARTED ->
                new Responder(contact, Standing.ASKED, Told.by(Agent.Kind.RULE, "escalation", sent.atMillis()));
            case WAITING, QUEUED, STOPPED -> new Responder(contact, Standing.NOT_ASKED, recordTold);
        };
    }

    private static Responder said(Contact contact, Standing standing, long atMillis) {
        return new Responder(contact, standing, Told.by(Agent.Kind.CONTACT, contact.id(), atMillis));
    }

    private List<String> unknown(List<Responder> responders) {
        List<String> unknown = new ArrayList<>();
        Answers answers = from.answers();
        note(
                unknown,
                "position",
                from.alert().position() == null || !from.alert().position().valid());
        unknownOfRecord(unknown, from.record());
        note(unknown, "age", ageYears() == UNKNOWN_AGE);
        note(unknown, "complaint", answers.complaint().isEmpty());
        note(
                unknown,
                "consciousness",
                answers.consciousness() == null || answers.consciousness() == Answers.Consciousness.UNKNOWN);
        note(unknown, "breathing", answers.breathing() == null || answers.breathing() == Answers.Breathing.UNKNOWN);
        note(unknown, "bleeding", answers.bleeding() == null || answers.bleeding() == Answers.Bleeding.UNKNOWN);
        for (Measured.Measure measure : Measured.Measure.values()) {
            note(unknown, measure.wireName(), from.measured().stream().noneMatch(each -> each.measure() == measure));
        }
        note(unknown, "key", responders.stream().noneMatch(responder -> responder.can(Contact.Capability.KEY)));
        unknown.addAll(NOT_ON_ANY_RECORD);
        return unknown;
    }

    private static void unknownOfRecord(List<String> unknown, @Nullable Resident record) {
        if (record == null) {
            unknown.addAll(
                    List.of("address", "access", "name", "sex", "phone", "allergies", "medicines", "conditions"));
            unknown.addAll(List.of("bloodGroup", "hospital", "doctor"));
            return;
        }
        note(unknown, "address", record.address().isEmpty());
        note(unknown, "access", record.accessNote().isEmpty());
        note(unknown, "name", record.name().isEmpty());
        note(unknown, "sex", record.sex() == Resident.Sex.UNKNOWN);
        note(unknown, "phone", record.phone().isEmpty());
        note(unknown, "allergies", record.allergies().isEmpty());
        note(unknown, "medicines", record.medicines().isEmpty());
        note(unknown, "conditions", record.conditions().isEmpty());
        note(unknown, "bloodGroup", record.bloodGroup().isEmpty());
        note(unknown, "hospital", record.preferredHospital().isEmpty());
        note(
                unknown,
                "doctor",
                Stream.of(record.doctorName(), record.doctorPhone()).allMatch(String::isEmpty));
    }

    private static void note(List<String> unknown, String name, boolean isUnknown) {
        if (isUnknown) {
            unknown.add(name);
        }
    }
}

package care.convoy.dispatch;

import care.convoy.dispatch.Answers.Consciousness;
import care.convoy.dispatch.Signer.Basis;
import care.convoy.dispatch.Signer.Kind;
import care.convoy.dispatch.Signer.Why;
import care.convoy.resident.Contact.Capability;
import care.convoy.resident.Contact.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign now. The patient, while clear; else the guardian, then family, then who was noted as able to, then the
 * official contacts, who stand in only where no guardian can be asked; when nobody is left, the physician with the hospital's
 * approval. Everybody is listed with the reason, so that a hospital can judge for itself.
 */
final class Signing {
    private static final Comparator<Responder> NEAREST_FIRST = Comparator.comparing(Responder::standing)
            .thenComparingInt(responder -> responder.contact().ring())
            .thenComparing(responder -> responder.contact().id());

    private final List<Responder> responders;
    private final List<Signer> signers = new ArrayList<>();

    private Signing(List<Responder> responders) {
        this.responders = responders.stream().sorted(NEAREST_FIRST).toList();
    }

    /** Everybody in the order in which they are asked; never empty. @param consciousness null while it was not asked */
    static List<Signer> resolve(@Nullable Consciousness consciousness, List<Responder> responders) {
        Signing signing = new Signing(responders);
        signing.patient(consciousness == null ? Consciousness.UNKNOWN : consciousness);
        for (Kind kind : List.of(Kind.GUARDIAN, Kind.RELATIVE, Kind.AUTHORISED, Kind.COMMITTEE_CONTACT)) {
            signing.ask(kind);
        }
        signing.physician();
        return List.copyOf(signing.signers);
    }

    private void patient(Consciousness consciousness) {
        Why why = switch (consciousness) {
            case CLEAR -> Why.CLEAR;
            case CLOUDED, NO -> Why.NOT_CLEAR;
            case UNKNOWN -> Why.CONSCIOUSNESS_UNKNOWN;
        };
        signers.add(new Signer(Kind.PATIENT, "", consciousness == Consciousness.CLEAR, List.of(why), Basis.CLAUSE_12));
    }

    private void ask(Kind kind) {
        for (Responder responder : responders) {
            if (kind == kindOf(responder)) {
                signers.add(signer(kind, responder));
            }
        }
    }

    private static @Nullable Kind kindOf(Responder responder) {
        return switch (responder.contact().role()) {
            case GUARDIAN -> Kind.GUARDIAN;
            case RELATIVE -> Kind.RELATIVE;
            case POST_A, POST_B -> Kind.COMMITTEE_CONTACT;
            case NEIGHBOUR, VILLAGE_DOCTOR, SOCIAL_WORKER, PEER ->
                responder.can(Capability.SIGN) ? Kind.AUTHORISED : null;
        };
    }

    private Signer signer(Kind kind, Responder responder) {
        List<Why> why = new ArrayList<>();
        boolean available = responder.isReachable();
        Basis basis = Basis.CLAUSE_12;
        switch (kind) {
            case GUARDIAN -> {
                why.add(Why.GUARDIAN_ON_RECORD);
                why.add(Why.DEED_NOT_ON_RECORD);
                basis = Basis.CLAUSE_10;
            }
            case RELATIVE -> {
                why.add(Why.FAMILY);
                why.add(onRecord(responder));
            }
            case AUTHORISED -> {
                why.add(Why.MAY_SIGN_ON_RECORD);
                why.add(Why.DEED_NOT_ON_RECORD);
                basis = Basis.CLAUSE_10;
            }
            case COMMITTEE_CONTACT -> {
                why.add(hasGuardian() ? Why.GUARDIAN_GOES_FIRST : Why.NO_GUARDIAN_ON_RECORD);
                why.add(onRecord(responder));
                available = available && !isAvailable(Kind.GUARDIAN);
            }
            case PATIENT, PHYSICIAN_WITH_APPROVAL -> throw new IllegalArgumentException("no contact signs as " + kind);
        }
        standing(responder, why);
        return new Signer(kind, responder.contact().id(), available, why, basis);
    }

    private static Why onRecord(Responder responder) {
        return responder.can(Capability.SIGN) ? Why.MAY_SIGN_ON_RECORD : Why.MAY_SIGN_NOT_ON_RECORD;
    }

    private static void standing(Responder responder, List<Why> why) {
        switch (responder.standing()) {
            case ARRIVED -> why.add(Why.ARRIVED);
            case COMING -> why.add(Why.ON_THE_WAY);
            case CANNOT -> why.add(Why.CANNOT_COME);
            case NOT_REACHED -> why.add(Why.NOT_REACHED);
            case ASKED, NOT_ASKED -> {
                // nothing is known that speaks for or against them
            }
        }
    }

    private boolean hasGuardian() {
        return responders.stream().anyMatch(responder -> responder.contact().role() == Role.GUARDIAN);
    }

    private boolean isAvailable(Kind kind) {
        return signers.stream().anyMatch(signer -> signer.kind() == kind && signer.available());
    }

    private void physician() {
        boolean nobody = signers.stream().noneMatch(Signer::available);
        signers.add(new Signer(Kind.PHYSICIAN_WITH_APPROVAL, "", nobody, List.of(Why.LAST_RESORT), Basis.CLAUSE_12));
    }
}

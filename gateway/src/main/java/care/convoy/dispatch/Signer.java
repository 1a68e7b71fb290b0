package care.convoy.dispatch;

import java.util.List;

/**
 * One who may sign for a treatment, with the reasoning. What cannot wait never waits for a signature.
 *
 * @param contact contact id; empty for the patient and the physician
 * @param available may be asked now
 * @param why in the order of the thoughts
 */
public record Signer(Kind kind, String contact, boolean available, List<Why> why, Basis basis) {
    public Signer {
        why = List.copyOf(why);
    }

    /** In which capacity, in the order in which they are asked. */
    public enum Kind {
        PATIENT,
        GUARDIAN,
        RELATIVE,
        /** Noted as one who may sign, and none of the others. */
        AUTHORISED,
        /** One of the two official contacts, for the village or neighbourhood committee. */
        COMMITTEE_CONTACT,
        /** The attending physician, with the hospital's head or who stands for them. */
        PHYSICIAN_WITH_APPROVAL
    }

    /** A step of the reasoning. */
    public enum Why {
        CLEAR,
        NOT_CLEAR,
        CONSCIOUSNESS_UNKNOWN,
        GUARDIAN_ON_RECORD,
        /** Nobody noted whether there is a written deed and until when: ask to see it. */
        DEED_NOT_ON_RECORD,
        FAMILY,
        MAY_SIGN_ON_RECORD,
        MAY_SIGN_NOT_ON_RECORD,
        NO_GUARDIAN_ON_RECORD,
        GUARDIAN_GOES_FIRST,
        ARRIVED,
        ON_THE_WAY,
        CANNOT_COME,
        NOT_REACHED,
        LAST_RESORT
    }

    /** The clause of the provincial rules that it rests on. */
    public enum Basis {
        /** Guardianship agreed in writing. */
        CLAUSE_10("003-10"),
        /** Who signs when the patient cannot. */
        CLAUSE_12("003-12");

        private final String wireName;

        Basis(String wireName) {
            this.wireName = wireName;
        }

        /** The name in JSON. */
        public String wireName() {
            return wireName;
        }
    }
}

package care.convoy.notify;

/** What a provider tells of a message. */
public enum Told {
    /** The provider has it and a line is free again; a receipt or an answer may follow. */
    TAKEN,
    /** It arrived, or was heard; nobody has answered. */
    DELIVERED,
    ACCEPTED,
    DECLINED,
    /** It rang and nobody took it. */
    NO_ANSWER,
    BUSY,
    /** It was not taken: the call was refused by hand. Nothing was heard, so that it is no answer to what was asked. */
    REJECTED,
    /** It was taken and no digit came: perhaps a machine. */
    UNHEARD,
    /** It was heard, and the centre asked for; whether they come is open. */
    ASKED_FOR_CENTRE,
    /** It was ended because nobody needs it any more. */
    WITHDRAWN,
    /** There is no such number or address, or it takes nothing from us. */
    UNREACHABLE,
    /** This one could not be said now. */
    FAILED,
    /** The provider itself does not answer: others will fare alike. */
    DOWN,
    /** The provider asks for a pause; this one was not said. */
    THROTTLED
}

package care.convoy.dispatch;

import care.convoy.resident.Contact;

/** Somebody of the resident's convoy, and how far they have come. @param told since when that is so */
public record Responder(Contact contact, Standing standing, Told told) {
    /** How far somebody has come, the nearest first. */
    public enum Standing {
        ARRIVED,
        COMING,
        /** Called or written to; no answer yet. */
        ASKED,
        NOT_ASKED,
        /** Every way was tried in vain. */
        NOT_REACHED,
        /** Answered, and cannot come. */
        CANNOT
    }

    boolean can(Contact.Capability capability) {
        return contact.capabilities().contains(capability);
    }

    /** Whether somebody may still be expected of whom this is asked. */
    boolean isReachable() {
        return standing != Standing.CANNOT && standing != Standing.NOT_REACHED;
    }
}

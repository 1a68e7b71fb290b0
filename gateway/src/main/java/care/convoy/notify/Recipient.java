package care.convoy.notify;

import care.convoy.resident.Contact;

/**
 * Somebody to be reached by one channel. Never printed with name or number.
 *
 * @param contact id within the resident; "" for a duty desk or the ambulance service
 * @param name as recorded, "" if not
 * @param address what the channel needs: a number in digits with an optional +, a mail address, a URL
 * @param language in which they are spoken to
 * @param hours when they may be reached for what is not urgent
 */
public record Recipient(String contact, String name, String address, Contact.Language language, ContactHours hours) {
    /** Only the id. */
    @Override
    public String toString() {
        return "Recipient[" + (contact.isEmpty() ? "duty" : contact) + "]";
    }
}

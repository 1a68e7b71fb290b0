package care.convoy.firmware;

/**
 * What one native message says, without its header (PROTOCOL.md §5 to §7). Immutable; safe on any thread.
 *
 * <p>Numbers carry their unit in the name. {@link #NOT_MEASURED} stands for 'not measured' or 'not known' wherever a
 * member allows it. Constructors refuse impossible values with {@link IllegalArgumentException}: that is a mistake of the
 * program; bytes from outside are checked by {@link MessageDecoder} first and become a {@link Malformed}.
 */
public sealed interface Message permits Upward, Downward, SessionMessage {

    /** The member was not measured, or the sender does not know it. */
    int NOT_MEASURED = -1;

    /** Which message this is on the wire. */
    MessageType type();
}

package care.convoy.firmware;

/** What became of the bytes of one message: it was understood, or it was not. */
public sealed interface Decoded permits NativeMessage, Malformed {}

package care.convoy.notify.voice;

/** What audio is sent as; both are 8,000 samples a second of one byte (RFC 3551 table 4). */
enum Codec {
    PCMU(0),
    PCMA(8);

    static final int SAMPLES_PER_SECOND = 8_000;
    private final int payloadType;

    Codec(int payloadType) {
        this.payloadType = payloadType;
    }

    /** The static payload type. */
    int payloadType() {
        return payloadType;
    }

    byte encode(short sample) {
        return this == PCMA ? G711.toALaw(sample) : G711.toULaw(sample);
    }

    byte silence() {
        return this == PCMA ? G711.A_SILENCE : G711.U_SILENCE;
    }
}

package care.convoy.ingest.mqtt;

/** The acknowledgements of a PUBLISH (MQTT 5.0 §3.4 to §3.7). */
enum AckKind {
    PUBACK(0x40),
    PUBREC(0x50),
    PUBREL(0x62),
    PUBCOMP(0x70);

    private final int firstByte;

    AckKind(int firstByte) {
        this.firstByte = firstByte;
    }

    int firstByte() {
        return firstByte;
    }
}

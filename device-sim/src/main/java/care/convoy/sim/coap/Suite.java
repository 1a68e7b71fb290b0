package care.convoy.sim.coap;

/** Cipher suites with a pre-shared key that the simulator offers. */
public enum Suite {
    /** TLS_PSK_WITH_AES_128_CCM_8, which every CoAP device has (RFC 7252, §9.1.3.1). */
    CCM8(0xC0A8, 8),
    /** TLS_PSK_WITH_AES_128_GCM_SHA256. */
    GCM(0x00A8, 16);

    private final int number;
    private final int tagBytes;

    Suite(int number, int tagBytes) {
        this.number = number;
        this.tagBytes = tagBytes;
    }

    int number() {
        return number;
    }

    int tagBytes() {
        return tagBytes;
    }
}

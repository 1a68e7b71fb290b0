package care.convoy.ingest.jt808;

/** What an answer says (0x8001 and 0x0001, JT/T 808 §8.1, §8.2). */
enum Result {
    DONE(0),
    FAILED(1),
    WRONG(2),
    UNSUPPORTED(3);

    final int code;

    Result(int code) {
        this.code = code;
    }
}

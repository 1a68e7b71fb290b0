package care.convoy.ingest.jt808;

/** Who is told what a {@link FrameReader} found. */
interface FrameSink {
    void frame(Frame frame);

    /** Bytes that were no frame. */
    void skipped(int bytes);
}

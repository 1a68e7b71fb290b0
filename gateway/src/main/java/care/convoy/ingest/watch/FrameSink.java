package care.convoy.ingest.watch;

/** What a {@link FrameReader} found. */
interface FrameSink {
    /** A whole frame. */
    void frame(Frame frame);

    /** Bytes between frames that are no frame. @param bytes how many, white space not counted */
    void skipped(int bytes);

    /** A frame without end, larger than may be: nothing more is read from this stream. */
    void tooLarge();
}

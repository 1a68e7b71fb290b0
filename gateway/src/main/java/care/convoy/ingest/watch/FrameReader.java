package care.convoy.ingest.watch;

import java.nio.charset.StandardCharsets;

/**
 * Finds frames in a stream of bytes, as lenient as the devices are careless (docs/watch.md). One stream, one thread.
 *
 * <p>A frame ends where its length field says, if there is a closing bracket; else where its brackets balance; else at the
 * closing bracket that the header of another frame follows. While the length field points beyond what has come, the reader
 * waits, so that any cut of the stream gives the same frames; {@link #quiet} ends that wait for devices whose length fields are
 * too large, and then the last closing bracket will do. Holds the bytes of one unfinished frame, at most
 * {@link Frame#MAX_MEDIA} and a header; nothing between frames.
 */
final class FrameReader {
    private static final byte[] NOTHING = {};
    private static final int SLICE = 16 * 1024;
    private static final int MOST_HELD = Frame.MAX_MEDIA + 2 * SLICE;
    private static final int UNKNOWN = -1;

    private byte[] held = NOTHING;
    private int start;
    private int end;
    private boolean ended;

    private boolean inFrame;
    private Header header = new Header("", "", null, Header.NO_LENGTH, 0);
    private int limit;
    private int scanned;
    private int depth;
    private int closing = UNKNOWN;

    /** Takes the next bytes; they are copied. */
    void feed(byte[] bytes, int offset, int length, FrameSink sink) {
        int from = offset;
        int left = length;
        while (left > 0 && !ended) {
            int slice = Math.min(left, SLICE);
            hold(bytes, from, slice);
            from += slice;
            left -= slice;
            read(false, sink);
        }
    }

    /** Nothing has come for a while: frames whose length field points beyond their end are taken as they are. */
    void quiet(FrameSink sink) {
        read(true, sink);
    }

    /** Whether {@link #quiet} would find a frame now. */
    boolean couldEnd() {
        return inFrame && (closing != UNKNOWN || held[end - 1] == ']');
    }

    /** Whether the unfinished frame carries sound or a picture. */
    boolean isInMedia() {
        return inFrame && limit == Frame.MAX_MEDIA;
    }

    /** Bytes of an unfinished frame. */
    int pendingBytes() {
        return end - start;
    }

    private void hold(byte[] bytes, int offset, int length) {
        if (end + length > held.length) {
            int pending = end - start;
            byte[] larger = start >= length ? held : new byte[room(pending, length)];
            System.arraycopy(held, start, larger, 0, pending);
            scanned -= start;
            closing = closing == UNKNOWN ? UNKNOWN : closing - start;
            held = larger;
            start = 0;
            end = pending;
        }
        System.arraycopy(bytes, offset, held, end, length);
        end += length;
    }

    private static int room(int pending, int length) {
        return Math.max(pending + length, Math.min(2 * pending, MOST_HELD));
    }

    private void read(boolean quiet, FrameSink sink) {
        boolean more = true;
        while (more && !ended) {
            more = (inFrame || beginFrame(sink)) && endFrame(quiet, sink);
        }
        if (start == end) {
            held = NOTHING;
            start = 0;
            end = 0;
        }
    }

    /** Looks for the next header; false if more bytes are needed. */
    private boolean beginFrame(FrameSink sink) {
        int wasted = 0;
        try {
            while (start < end) {
                if (held[start] != '[') {
                    wasted += isBlank(held[start]) ? 0 : 1;
                    start++;
                    continue;
                }
                switch (Header.read(held, start, end)) {
                    case Header.Whole whole -> {
                        begin(whole.header());
                        return true;
                    }
                    case Header.Unfinished _ -> {
                        return false;
                    }
                    case Header.None _ -> {
                        wasted++;
                        start++;
                    }
                }
            }
            return false;
        } finally {
            if (wasted > 0) {
                sink.skipped(wasted);
            }
        }
    }

    private static boolean isBlank(byte each) {
        return each == '\r' || each == '\n' || each == ' ' || each == '\t' || each == 0;
    }

    private void begin(Header found) {
        inFrame = true;
        header = found;
        limit = Frame.MAX_TEXT;
        scanned = start + found.bytes();
        depth = 1;
        closing = UNKNOWN;
    }

    /** Looks for the end of the frame; false if more bytes are needed. */
    private boolean endFrame(boolean quiet, FrameSink sink) {
        int body = start + header.bytes();
        if (limit == Frame.MAX_TEXT && Media.isMedia(held, body, end)) {
            limit = Frame.MAX_MEDIA;
        }
        int told = body + header.length();
        boolean readable = header.length() != Header.NO_LENGTH && header.length() < limit;
        if (readable && told < end && held[told] == ']') {
            emit(body, told, true, sink);
            return true;
        }
        if (closing == UNKNOWN) {
            scan();
        }
        boolean mayWait = readable && told >= end;
        boolean inLimit = closing - body <= limit;
        if (closing != UNKNOWN && inLimit && (quiet || !mayWait)) {
            emit(body, closing, false, sink);
            return true;
        }
        if (quiet && inLimit && end > body && held[end - 1] == ']') {
            emit(body, end - 1, false, sink);
            return true;
        }
        if (end - body > limit && !mayWait) {
            ended = true;
            start = end;
            sink.tooLarge();
        }
        return false;
    }

    /** Goes on counting brackets; each byte is looked at once. */
    private void scan() {
        while (scanned < end && closing == UNKNOWN) {
            byte each = held[scanned];
            if (each == '[') {
                depth++;
            } else if (each == ']') {
                if (depth == 1) {
                    closing = scanned;
                    return;
                }
                if (!decideInside()) {
                    return;
                }
            }
            scanned++;
        }
    }

    /** A closing bracket too few may hide the end: then another header follows. False if more bytes are needed to see. */
    private boolean decideInside() {
        int next = scanned + 1;
        if (next >= end) {
            return false;
        }
        if (held[next] == '[') {
            switch (Header.read(held, next, end)) {
                case Header.Whole _ -> {
                    closing = scanned;
                    return false;
                }
                case Header.Unfinished _ -> {
                    return false;
                }
                case Header.None _ -> {
                    // brackets of the body
                }
            }
        }
        depth--;
        return true;
    }

    private void emit(int body, int close, boolean lengthRight, FrameSink sink) {
        String text = new String(held, body, close - body, StandardCharsets.ISO_8859_1);
        start = close + 1;
        inFrame = false;
        sink.frame(new Frame(header.vendor(), header.id(), header.index(), text, lengthRight));
    }
}

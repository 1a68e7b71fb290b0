package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.SnapshotCodec;
import care.convoy.alertlog.SnapshotLoader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** One alert of the log in the journal: a snapshot with nothing else in it. Stateless. */
final class KnownFrame {
    /** Longer time lines are cut at the front: what counts here is who pressed last. */
    private static final int KEPT_LINES = 8;

    private KnownFrame() {}

    static byte[] encode(CoreState.Open open) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SnapshotCodec.write(0, state(shortened(open)), bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static CoreState state(CoreState.Open open) {
        return Adoption.state(List.of(open), open.view().attentionAtMillis());
    }

    private static CoreState.Open shortened(CoreState.Open open) {
        List<AlertView.TimelineEntry> lines = open.view().timeline();
        return new CoreState.Open(
                open.view()
                        .with(
                                open.view().version(),
                                lines.subList(Math.max(0, lines.size() - KEPT_LINES), lines.size())),
                open.plan(),
                open.attentionVersion(),
                open.cancelKey(),
                open.nextStepIndex(),
                open.notes(),
                open.reminders(),
                open.remindAtMillis(),
                open.raiseAtMillis());
    }

    static List<CoreState.Open> decode(byte[] content) throws MalformedFrame {
        SnapshotLoader loader = new SnapshotLoader();
        for (int at = 0; at < content.length; at += SnapshotCodec.MAX_CHUNK_BYTES) {
            loader.accept(
                    Arrays.copyOfRange(content, at, Math.min(content.length, at + SnapshotCodec.MAX_CHUNK_BYTES)));
        }
        return loader.snapshot().state().open();
    }
}

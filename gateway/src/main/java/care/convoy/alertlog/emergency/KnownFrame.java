package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.SnapshotCodec;
import care.convoy.alertlog.SnapshotLoader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One alert of the log in the journal, or the devices that were on test, with what persons were answered about them: a
 * snapshot with nothing else in it. Stateless.
 */
final class KnownFrame {
    /** Of longer time lines only the signals are kept before these: a repeat is to be a repeat in a replay too. */
    private static final int KEPT_LINES = 8;

    /** Of the answers to persons so many are known after a crash; before it all that the log told are. */
    static final int KEPT_ANSWERS = 16;

    private static final int KEPT_ANSWERS_ABOUT_DEVICES = 64;

    private KnownFrame() {}

    /** @param answers those about this alert, oldest first */
    static byte[] encode(CoreState.Open open, List<CoreState.Answered> answers) {
        return encode(state(shortened(open)).withAnswered(latest(answers, KEPT_ANSWERS)));
    }

    /** The devices that were on test. @param answers those about devices, oldest first */
    static byte[] encode(List<CoreState.DeviceTest> tests, List<CoreState.Answered> answers) {
        return encode(Adoption.state(List.of(), tests, 0).withAnswered(latest(answers, KEPT_ANSWERS_ABOUT_DEVICES)));
    }

    /** Answers to persons alone. */
    static byte[] encode(List<CoreState.Answered> answers) {
        return encode(Adoption.state(List.of(), List.of(), 0).withAnswered(answers));
    }

    private static List<CoreState.Answered> latest(List<CoreState.Answered> answers, int most) {
        return answers.subList(Math.max(0, answers.size() - most), answers.size());
    }

    private static byte[] encode(CoreState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SnapshotCodec.write(0, state, bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static CoreState state(CoreState.Open open) {
        return Adoption.state(List.of(open), List.of(), open.view().attentionAtMillis());
    }

    private static CoreState.Open shortened(CoreState.Open open) {
        List<AlertView.TimelineEntry> lines = open.view().timeline();
        return new CoreState.Open(
                open.view()
                        .with(
                                open.view().version(),
                                IntStream.range(0, lines.size())
                                        .filter(line -> line >= lines.size() - KEPT_LINES
                                                || isSignal(lines.get(line).event()))
                                        .mapToObj(lines::get)
                                        .toList()),
                open.plan(),
                open.attentionVersion(),
                open.cancelKey(),
                open.nextStepIndex(),
                open.notes(),
                open.reminders(),
                open.remindAtMillis(),
                open.raiseAtMillis());
    }

    private static boolean isSignal(Event.OfAlert event) {
        return event instanceof Event.Raised || event instanceof Event.Joined;
    }

    /** Has open alerts or devices on test, or answers to persons, and nothing else. */
    static CoreState decode(byte[] content) throws MalformedFrame {
        SnapshotLoader loader = new SnapshotLoader();
        for (int at = 0; at < content.length; at += SnapshotCodec.MAX_CHUNK_BYTES) {
            loader.accept(
                    Arrays.copyOfRange(content, at, Math.min(content.length, at + SnapshotCodec.MAX_CHUNK_BYTES)));
        }
        return loader.snapshot().state();
    }
}

package care.convoy.ingest.watch;

import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.watch.PositionReport.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a frame says. Pure; any body is read as something. Words are taken in any case. */
final class MessageReader {
    private static final int NONE = Vitals.NOT_MEASURED;
    private static final int MOST_MM_HG = 300;
    private static final int MOST_BPM = 300;
    private static final int MOST_STEPS = 999_999_999;

    private MessageReader() {}

    static WatchMessage read(Frame frame) {
        String spelled = frame.word();
        String word = spelled.strip().toUpperCase(Locale.ROOT);
        Fields fields = new Fields(frame.fields());
        if (word.startsWith("AL")) {
            return PositionReader.read(Kind.ALARM, spelled, frame.fields());
        }
        if (word.startsWith("UD")) {
            Kind kind = word.startsWith("UD2") ? Kind.BUFFERED : Kind.UPDATE;
            return PositionReader.read(kind, spelled, frame.fields());
        }
        return switch (word) {
            case "LK" -> linkKeep(fields);
            case "WT" -> PositionReader.read(Kind.WEATHER, spelled, frame.fields());
            case "HEART" -> measured(pulse(fields), DownWord.HEART, spelled);
            case "PULSE" -> measured(pulse(fields), DownWord.PULSE, spelled);
            case "BPHRT" -> measured(pressure(fields), DownWord.BPHRT, spelled);
            case "BLOOD" -> measured(pressure(fields), DownWord.BLOOD, spelled);
            case "OXYGEN" -> measured(oxygen(fields), DownWord.OXYGEN, spelled);
            case "BTEMP2" -> measured(typedTemperature(fields), DownWord.BTEMP2, spelled);
            case "TEMP" -> measured(temperature(fields.next()), null, spelled);
            case "TKQ" -> new WatchMessage.Asked(Reply.echo(DownWord.TKQ, spelled));
            case "TKQ2" -> new WatchMessage.Asked(Reply.echo(DownWord.TKQ2, spelled));
            case "INIT" -> new WatchMessage.Asked(Reply.of(DownWord.INIT, "1"));
            case "CONFIG" -> new WatchMessage.Asked(Reply.of(DownWord.CONFIG, "1"));
            case "TK", "TK2" -> voice(frame);
            case "JXTK" -> new WatchMessage.Sound(Media.length(frame.fields()), Reply.of(DownWord.JXTKR, "0"));
            case "IMG" -> new WatchMessage.Picture(Media.length(frame.fields()));
            case "VERNO" -> new WatchMessage.Version(frame.fields());
            case "CR" -> new WatchMessage.Done(DownWord.CR);
            case "HRTSTART" -> new WatchMessage.Done(DownWord.HRTSTART);
            case "MESSAGE" -> new WatchMessage.Done(DownWord.MESSAGE);
            case "FIND" -> new WatchMessage.Done(DownWord.FIND);
            case "UPLOAD" -> new WatchMessage.Done(DownWord.UPLOAD);
            case "SOS" -> new WatchMessage.Done(DownWord.SOS);
            case "FALLDOWN" -> new WatchMessage.Done(DownWord.FALLDOWN);
            default -> new WatchMessage.Told();
        };
    }

    private static WatchMessage linkKeep(Fields fields) {
        int steps = Numbers.whole(fields.next(), MOST_STEPS);
        int rolls = Numbers.whole(fields.next(), MOST_STEPS);
        return fields.hasNext()
                ? new WatchMessage.LinkKeep(steps, rolls, Numbers.whole(fields.next(), 100))
                : new WatchMessage.LinkKeep(Numbers.NONE, Numbers.NONE, Numbers.NONE);
    }

    private static WatchMessage voice(Frame frame) {
        boolean acknowledges = frame.fields().length() <= 1;
        return acknowledges
                ? new WatchMessage.Told()
                : new WatchMessage.Sound(Media.length(frame.fields()), Reply.of(DownWord.TK, "0"));
    }

    private static WatchMessage measured(Vitals vitals, @Nullable DownWord word, String spelled) {
        return new WatchMessage.Measured(vitals, word == null ? null : Reply.echo(word, spelled));
    }

    private static Vitals pulse(Fields fields) {
        return of(measure(fields.next(), MOST_BPM), NONE, NONE, NONE, NONE);
    }

    private static Vitals pressure(Fields fields) {
        int systolic = measure(fields.next(), MOST_MM_HG);
        int diastolic = measure(fields.next(), MOST_MM_HG);
        return of(measure(fields.next(), MOST_BPM), NONE, systolic, diastolic, NONE);
    }

    private static Vitals oxygen(Fields fields) {
        String type = fields.next();
        return of(NONE, measure(fields.hasNext() ? fields.next() : type, 100), NONE, NONE, NONE);
    }

    /** Without a type nothing was measured. */
    private static Vitals typedTemperature(Fields fields) {
        boolean measured = Numbers.whole(fields.next(), MOST_STEPS) > 0;
        return temperature(measured ? fields.next() : "");
    }

    private static Vitals temperature(String celsius) {
        double centi = Numbers.decimal(celsius) * 100;
        return of(NONE, NONE, NONE, NONE, centi >= 1_000 && centi <= 4_500 ? (int) Math.round(centi) : NONE);
    }

    /** 0 is how a watch says that it did not measure. */
    private static int measure(String text, int most) {
        int value = Numbers.whole(text, most);
        return value > 0 ? value : NONE;
    }

    private static Vitals of(int pulse, int oxygen, int systolic, int diastolic, int centi) {
        return new Vitals(pulse, oxygen, systolic, diastolic, centi, TemperatureSite.SKIN, NONE, NONE);
    }
}

package care.convoy.ingest.watch;

import care.convoy.ingest.Downlink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the gateway tells a device, in the words of a watch. Pure. */
final class WatchDownlinks {
    /** A watch measures by itself at most so often. */
    private static final int LEAST_MEASURING_SECONDS = 300;

    /** For never: the longest that an interval can be. */
    private static final int LONGEST_SECONDS = 65_535;

    private WatchDownlinks() {}

    /** The bodies, in order; none where a watch can be told nothing, or was told by the answer to its alarm. */
    static List<Reply> of(Downlink downlink) {
        return switch (downlink) {
            case Downlink.Received _, Downlink.Rejected _ -> List.of();
            case Downlink.Accepted accepted ->
                List.of(show(
                        switch (accepted.by()) {
                            case OPERATOR -> "已有人接听，正在处理";
                            case CONTACT -> "联系人正在赶来";
                            case AMBULANCE -> "急救中心已受理";
                        }));
            case Downlink.Resolved _ -> List.of(show("您的求助已处理完毕"));
            case Downlink.Locate _ -> List.of(Reply.of(DownWord.CR, ""));
            case Downlink.Measure _ -> List.of(Reply.of(DownWord.HRTSTART, "1"));
            case Downlink.Ring _ -> List.of(Reply.of(DownWord.FIND, ""));
            case Downlink.Show show -> List.of(show(show.text()));
            case Downlink.Configure configure -> intervals(configure);
            case Downlink.SosNumbers numbers -> List.of(Reply.of(DownWord.SOS, three(numbers.numbers())));
            // it could only call unheard (MONITOR) or a number that it has (CALL, which not all know)
            case Downlink.CallBack _ -> List.of();
            case Downlink.FallAlarm alarm -> List.of(Reply.of(DownWord.FALLDOWN, alarm.on() ? "1" : "0"));
        };
    }

    private static Reply show(String text) {
        return Reply.of(DownWord.MESSAGE, HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE)));
    }

    /** When a watch keeps its link is its own. */
    private static List<Reply> intervals(Downlink.Configure configure) {
        List<Reply> replies = new ArrayList<>(2);
        int location = configure.locationSeconds();
        if (location != Downlink.Configure.UNCHANGED) {
            replies.add(Reply.of(DownWord.UPLOAD, String.valueOf(location == 0 ? LONGEST_SECONDS : location)));
        }
        int vitals = configure.vitalsSeconds();
        if (vitals != Downlink.Configure.UNCHANGED) {
            int seconds = vitals == 0 ? 0 : Math.max(LEAST_MEASURING_SECONDS, vitals);
            replies.add(Reply.of(DownWord.HRTSTART, String.valueOf(seconds)));
        }
        return replies;
    }

    /** The empty ones clear what was there. */
    private static String three(List<String> numbers) {
        List<String> all = new ArrayList<>(numbers);
        while (all.size() < 3) {
            all.add("");
        }
        return String.join(",", all);
    }
}

package care.convoy.ingest.watch;

import care.convoy.ingest.Downlink;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** What the gateway tells a device, in the words of a watch. Pure. */
final class WatchDownlinks {
    private WatchDownlinks() {}

    /** The body; empty where a watch can be told nothing, or was told by the answer to its alarm. */
    static Optional<Reply> of(Downlink downlink) {
        return switch (downlink) {
            case Downlink.Received _, Downlink.Rejected _ -> Optional.empty();
            case Downlink.Accepted accepted ->
                Optional.of(show(
                        switch (accepted.by()) {
                            case OPERATOR -> "已有人接听，正在处理";
                            case CONTACT -> "联系人正在赶来";
                            case AMBULANCE -> "急救中心已受理";
                        }));
            case Downlink.Resolved _ -> Optional.of(show("您的求助已处理完毕"));
            case Downlink.Locate _ -> Optional.of(Reply.of(DownWord.CR, ""));
            case Downlink.Measure _ -> Optional.of(Reply.of(DownWord.HRTSTART, "1"));
        };
    }

    private static Reply show(String text) {
        return Reply.of(DownWord.MESSAGE, HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE)));
    }
}

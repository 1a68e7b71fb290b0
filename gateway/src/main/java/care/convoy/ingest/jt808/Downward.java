package care.convoy.ingest.jt808;

import care.convoy.ingest.Downlink;
import java.util.Optional;

/** What the gateway tells a device, as this protocol says it. Pure. */
final class Downward {
    private final int id;
    private final byte[] body;

    private Downward(int id, byte[] body) {
        this.id = id;
        this.body = body;
    }

    /** Of the message. */
    int id() {
        return id;
    }

    byte[] body() {
        return body;
    }

    /**
     * Empty where such a device can be told nothing, or was told by the answer to its alarm.
     *
     * @param callBackNumber of the centre; empty if devices are not to call it
     */
    static Optional<Downward> of(Downlink downlink, String callBackNumber) {
        return switch (downlink) {
            case Downlink.Received _, Downlink.Rejected _ -> Optional.empty();
            case Downlink.Measure _, Downlink.Ring _ -> Optional.empty();
            case Downlink.SosNumbers _, Downlink.FallAlarm _ -> Optional.empty();
            case Downlink.Show show ->
                // what it would show as question marks was not said
                DownBodies.canSay(show.text()) ? show(show.text()) : Optional.empty();
            case Downlink.Configure configure ->
                DownBodies.intervals(configure).map(body -> new Downward(MessageId.SET_PARAMETERS, body));
            case Downlink.Accepted accepted ->
                show(
                        switch (accepted.by()) {
                            case OPERATOR -> "已有人接听，正在处理";
                            case CONTACT -> "联系人正在赶来";
                            case AMBULANCE -> "急救中心已受理";
                        });
            case Downlink.Resolved _ -> show("您的求助已处理完毕");
            case Downlink.CallBack _ ->
                callBackNumber.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Downward(MessageId.CALL_BACK, DownBodies.callBack(callBackNumber)));
            case Downlink.Locate _ -> Optional.of(new Downward(MessageId.ASK_LOCATION, new byte[0]));
        };
    }

    private static Optional<Downward> show(String text) {
        return Optional.of(new Downward(MessageId.TEXT, DownBodies.text(text)));
    }
}

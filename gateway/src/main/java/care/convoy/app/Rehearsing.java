package care.convoy.app;

import care.convoy.demo.Carrier;
import care.convoy.effect.Channel;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.DutyDesks;
import care.convoy.notify.People;
import care.convoy.notify.ProviderChannel;
import care.convoy.notify.Wording;
import care.convoy.resident.ResidentDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** By what people are reached in a demo: the real channels, with the real words, on telephones that are played. */
final class Rehearsing implements AutoCloseable {
    private static final String SIGNATURE = "护航";
    private static final String CENTRE = "0000-60000000";
    private static final String AMBULANCE = "120";
    private static final DutyDesks DESKS = new DutyDesks(
            Map.of(ChannelKind.VOICE, "00060000001", ChannelKind.SMS, "00060000001"),
            Map.of(ChannelKind.DISPATCH, AMBULANCE, ChannelKind.VOICE, AMBULANCE));

    private final Carrier carrier;
    private final List<ProviderChannel> channels;

    /** @param calls file of who would have been called */
    Rehearsing(Path calls, ResidentDirectory residents) throws IOException {
        carrier = Carrier.writingTo(calls, InstantSource.system());
        ProviderChannel.Context context = new ProviderChannel.Context(
                new People(residents, DESKS),
                new Wording(ZoneId.of("Asia/Shanghai"), SIGNATURE, CENTRE),
                (alert, to) -> "");
        channels = carrier.providers().stream()
                .map(provider -> new ProviderChannel(provider, context, InstantSource.system()))
                .toList();
    }

    Carrier carrier() {
        return carrier;
    }

    List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void close() {
        channels.forEach(ProviderChannel::close);
        carrier.close();
    }
}

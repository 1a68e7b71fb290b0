package care.convoy.app;

import care.convoy.alert.AlertView;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.effect.Channel;
import care.convoy.effect.EffectRunner;
import care.convoy.notify.Answers;
import care.convoy.notify.People;
import care.convoy.notify.Provider;
import care.convoy.notify.ProviderChannel;
import care.convoy.notify.Replies;
import care.convoy.notify.mail.MailProvider;
import care.convoy.notify.page.OpenCases;
import care.convoy.notify.sms.SmppProvider;
import care.convoy.notify.voice.VoiceConfig;
import care.convoy.notify.voice.VoiceProvider;
import care.convoy.notify.webhook.WebhookProvider;
import care.convoy.observation.Metrics;
import care.convoy.resident.ResidentDirectory;
import care.convoy.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The channels by which people are really reached. Nobody but this class knows which technologies there are. */
final class Reaching implements AutoCloseable {
    private final List<ProviderChannel> channels = new ArrayList<>();
    private final Replies replies;
    private final @Nullable SmppProvider sms;
    private final @Nullable WebhookProvider webhook;
    private final @Nullable VoiceProvider voice;
    private final @Nullable ContactDoor contacts;
    private final @Nullable MailProvider mail;
    private final @Nullable Costs costs;

    /**
     * What it stands on.
     *
     * @param data directory of the gateway
     * @param open the alerts that are open
     * @param log takes an answer; done when it is durable
     * @param door what the pages of contacts need
     */
    private record Ground(
            Path data,
            ResidentDirectory residents,
            Supplier<Collection<AlertView>> open,
            BiFunction<EffectKey, EffectReport, CompletionStage<Receipt>> log,
            ContactDoor.Ground door) {}

    /** The parts of a gateway that it needs. @param effects asked when they are there, as is the log */
    record House(
            GatewayConfig config,
            @Nullable SecurePorts secure,
            Vault vault,
            Memory memory,
            OpenCases cases,
            Supplier<EffectRunner> effects,
            Supplier<@Nullable SafeguardedLog> log) {}

    static Reaching open(ChannelsFile file, House house) {
        BiFunction<EffectKey, EffectReport, CompletionStage<Receipt>> answered =
                (key, report) -> house.effects().get().answered(key, report);
        ContactDoor.Ground door = new ContactDoor.Ground(
                house.config(),
                house.secure(),
                house.cases(),
                house.vault(),
                answered,
                command -> Objects.requireNonNull(house.log().get()).submit(command),
                () -> isReady(house.log().get()));
        return new Reaching(
                file,
                new Ground(
                        house.config().data(),
                        house.memory().residents(),
                        () -> house.effects().get().openAlerts(),
                        answered,
                        door));
    }

    private static boolean isReady(@Nullable SafeguardedLog log) {
        return log != null && log.health() == AlertLog.Health.READY;
    }

    private Reaching(ChannelsFile file, Ground ground) {
        People people = new People(ground.residents(), file.duty());
        Answers answers = new Answers(ground.open(), people);
        replies = new Replies(answers, ground.log());
        contacts = file.links() == null
                ? null
                : new ContactDoor(file.links(), ground.door(), people, answers, file.wording());
        ProviderChannel.Context context =
                new ProviderChannel.Context(people, file.wording(), contacts == null ? (alert, to) -> "" : contacts);
        sms = file.sms() == null ? null : new SmppProvider(file.sms(), replies);
        if (sms != null) {
            add(sms, context);
        }
        webhook = file.webhook() == null ? null : new WebhookProvider(file.webhook(), InstantSource.system());
        if (webhook != null) {
            add(webhook, context);
        }
        voice = file.voice() == null ? null : voice(file.voice(), ground.data().resolve("speech"));
        if (voice != null) {
            add(voice, context);
        }
        mail = file.mail() == null ? null : new MailProvider(file.mail());
        if (mail != null) {
            add(mail, context);
        }
        costs = file.prices() == null
                ? null
                : costs(file.prices(), file.wording().zone());
        if (contacts != null) {
            contacts.open();
        }
    }

    private static VoiceProvider voice(VoiceConfig config, Path cache) {
        try {
            return new VoiceProvider(config, cache);
        } catch (IOException unusable) {
            throw new Refusal("--channels, voice: " + unusable.getMessage());
        }
    }

    private Costs costs(Prices prices, ZoneId zone) {
        Costs made = new Costs(prices, zone, InstantSource.system());
        if (sms != null) {
            made.count(Prices.Unit.SMS_PART, sms::parts);
        }
        if (voice != null) {
            made.count(Prices.Unit.CALL_MINUTE, () -> voice.counts().getOrDefault("calls.answered.minutes", 0L));
        }
        if (mail != null) {
            made.count(Prices.Unit.MAIL, mail::taken);
        }
        return made;
    }

    private void add(Provider provider, ProviderChannel.Context context) {
        channels.add(new ProviderChannel(provider, context, InstantSource.system()));
    }

    /** Begins to connect to the providers; answers are taken from now on. */
    void start() {
        if (sms != null) {
            sms.start();
        }
        if (voice != null) {
            voice.start();
        }
        if (costs != null) {
            costs.start();
        }
    }

    List<Channel> channels() {
        return List.copyOf(channels);
    }

    /** Which ones there are, for people. */
    String names() {
        return String.join(
                ", ",
                channels.stream()
                        .map(channel -> channel.kind().name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Which providers do not answer; null if none. A channel that is down stops no alarm. */
    @Nullable
    String complaint() {
        List<String> down = channels.stream()
                .filter(ProviderChannel::isCircuitOpen)
                .map(channel -> channel.kind().name().toLowerCase(Locale.ROOT))
                .toList();
        if (!down.isEmpty()) {
            return String.join(", ", down) + " does not answer; the next channel is tried at once";
        }
        if (voice != null && voice.complaint() != null) {
            return "voice cannot call: " + voice.complaint();
        }
        if (contacts != null && contacts.server() == null) {
            return "the pages of contacts are not served; messages have no links";
        }
        return sms != null && !sms.isBound() ? "sms is not bound to its message centre" : null;
    }

    /** The pages of contacts; null if there are none. */
    @Nullable
    ContactDoor contacts() {
        return contacts;
    }

    void observe(Metrics metrics) {
        for (ProviderChannel channel : channels) {
            String[] tags = {"channel", channel.kind().name().toLowerCase(Locale.ROOT)};
            metrics.gauge("channel.waiting", "messages for a line", channel::depth, tags);
            metrics.gauge("channel.busy", "lines in use", channel::busy, tags);
            metrics.gauge(
                    "channel.circuit.open",
                    "1 while the provider is left alone because it does not answer",
                    () -> channel.isCircuitOpen() ? 1 : 0,
                    tags);
            ChannelMetrics.bind(metrics, channel.counters(), tags);
        }
        if (sms != null) {
            metrics.gauge("sms.bound", "1 if the message centre is bound", () -> sms.isBound() ? 1 : 0);
            metrics.counter("sms.parts", "short messages that the centre took: what is paid for", sms::parts);
            metrics.counter("sms.receipts.unknown", "receipts about nothing that is known", sms::unknownReceipts);
            metrics.counter("sms.receipts.repeated", "receipts that came once more", sms::repeatedReceipts);
        }
        if (webhook != null) {
            metrics.counter(
                    "webhook.not.allowed",
                    "messages to hosts that the channels file does not name",
                    webhook::notAllowed);
            metrics.counter("webhook.pauses", "that receivers asked for", webhook::pauses);
        }
        if (voice != null) {
            VoiceMetrics.bind(metrics, voice);
        }
        if (contacts != null) {
            ContactMetrics.bind(metrics, contacts);
        }
        if (mail != null) {
            metrics.counter("mail.taken", "mails that the server took", mail::taken);
            metrics.counter("mail.not.usable", "mails to addresses that are none", mail::unusable);
        }
        if (costs != null) {
            costs.observe(metrics);
        }
        metrics.counter("replies.understood", "answers by message", replies::understood);
        metrics.counter("replies.not.understood", "messages that are neither yes nor no", replies::notUnderstood);
        metrics.counter("replies.from.nobody", "answers of numbers that were not asked", replies::fromNobody);
    }

    @Override
    public void close() {
        channels.forEach(ProviderChannel::close);
        if (contacts != null) {
            contacts.close();
        }
        if (costs != null) {
            costs.close();
        }
    }
}

package care.convoy.app;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alertlog.Receipt;
import care.convoy.console.GuestPages;
import care.convoy.console.web.GuestConfig;
import care.convoy.console.web.GuestServer;
import care.convoy.device.Sealed;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.notify.Answers;
import care.convoy.notify.People;
import care.convoy.notify.ProviderChannel;
import care.convoy.notify.Recipient;
import care.convoy.notify.Wording;
import care.convoy.notify.page.ContactPages;
import care.convoy.notify.page.OpenCases;
import care.convoy.notify.page.PageConfig;
import care.convoy.operator.NoteSeal;
import care.convoy.vault.Vault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of contacts and the port on which they are served. A port that cannot be had stops no alarm: messages go out without links then.
 */
final class ContactDoor implements ProviderChannel.Links, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContactDoor.class);

    private final ContactPages pages;
    private final String path;
    private final GuestConfig listening;
    private final @Nullable SecurePorts certificate;
    private volatile @Nullable GuestServer server;

    /**
     * What it stands on.
     *
     * @param answered takes an answer; done when it is durable
     * @param submit takes what is told from the scene; done when it is durable
     * @param knowsAll whether an alert that is not among the cases is not open
     */
    record Ground(
            GatewayConfig config,
            @Nullable SecurePorts secure,
            OpenCases cases,
            Vault vault,
            BiFunction<EffectKey, EffectReport, CompletionStage<Receipt>> answered,
            Function<Command, CompletionStage<Receipt>> submit,
            BooleanSupplier knowsAll) {}

    /** @throws Refusal if what is configured does not fit together */
    ContactDoor(PageConfig config, Ground ground, People people, Answers answers, Wording wording) {
        NoteSeal seal = new NoteSeal(ground.vault());
        pages = new ContactPages(
                config,
                new ContactPages.Ground(
                        people,
                        wording,
                        answers,
                        ground.cases(),
                        ground.vault()::derive,
                        new Words(seal),
                        new Log(ground)),
                InstantSource.system());
        certificate = config.tls() ? ground.secure() : null;
        listening = listening(config, ground);
        path = config.path();
    }

    private static GuestConfig listening(PageConfig config, Ground ground) {
        SecurePorts secure = ground.secure();
        if (config.tls() && secure == null) {
            throw new Refusal("--channels, links.tls: start the gateway with --tls-cert FILE and --tls-key FILE, or"
                    + " leave tls out and let a proxy end TLS");
        }
        GuestConfig plain = GuestConfig.on(config.bind(), ground.config().port(GatewayConfig.Port.CONTACT))
                .behind(proxies(config), config.isSecure());
        return config.tls() && secure != null ? plain.withHttps(secure.https()) : plain;
    }

    /** Begins to listen; once. */
    void open() {
        try {
            GuestServer started = GuestServer.start(listening, new Served(path, pages));
            SecurePorts secure = certificate;
            if (secure != null) {
                secure.source().onRenewal(renewed -> started.renew(renewed.keys()));
                // it may have been renewed meanwhile
                started.renew(secure.source().current().keys());
            }
            server = started;
        } catch (IOException | RuntimeException failed) {
            LOG.error("the pages of contacts cannot be served; messages have no links", failed);
        }
    }

    private static Predicate<InetAddress> proxies(PageConfig config) {
        if (config.proxies().isEmpty()) {
            return address -> false;
        }
        try {
            AllowedNetworks networks = AllowedNetworks.parse(String.join(",", config.proxies()));
            return address -> networks.allows(new InetSocketAddress(address, 0));
        } catch (IllegalArgumentException wrong) {
            throw new Refusal("--channels, links.proxies: " + wrong.getMessage());
        }
    }

    @Override
    public String of(AlertView alert, Recipient to) {
        return server == null ? "" : pages.of(alert, to);
    }

    ContactPages pages() {
        return pages;
    }

    /** Null if the port could not be had. */
    @Nullable
    GuestServer server() {
        return server;
    }

    @Override
    public void close() {
        GuestServer running = server;
        if (running != null) {
            running.close();
        }
    }

    private record Words(NoteSeal seal) implements ContactPages.Words {
        @Override
        public Sealed seal(AlertId alert, String words) {
            return seal.seal(alert, words);
        }

        @Override
        public String open(AlertId alert, Sealed sealed) {
            return seal.open(alert, sealed);
        }
    }

    private record Log(Ground ground) implements ContactPages.Log {
        @Override
        public CompletionStage<Receipt> answered(EffectKey key, EffectReport report) {
            return ground.answered().apply(key, report);
        }

        @Override
        public CompletionStage<Receipt> submit(Command.ReportScene report) {
            return ground.submit().apply(report);
        }

        @Override
        public boolean knowsAll() {
            return ground.knowsAll().getAsBoolean();
        }
    }

    /** Our words in the server's. */
    private record Served(String path, ContactPages pages) implements GuestPages {
        @Override
        public Map<String, String> files() {
            return pages.files();
        }

        @Override
        public Page show(String token, boolean again) {
            return carried(pages.show(token, again));
        }

        @Override
        public CompletionStage<Page> answer(String token, Map<String, String> form) {
            return pages.answer(token, form).thenApply(Served::carried);
        }

        private static Page carried(ContactPages.Page page) {
            return new Page(page.status(), page.html(), page.foreign());
        }
    }
}

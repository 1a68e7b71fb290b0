package care.convoy.notify.mail;

import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Provider;
import care.convoy.notify.Told;
import care.convoy.notify.mail.SmtpConfig.Tls;
import care.convoy.resident.MailAddress;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails to a server that takes them for delivery. That it took one is all that is heard: nobody has read it, and of one that comes back
 * later nothing is known.
 *
 * <p>Of what the server has not answered within {@value #GIVEN_UP_MILLIS} ms the provider tells {@link Told#DOWN}, and all the same what comes
 * later. A connection on which nothing comes for {@value #IDLE_SECONDS} s is closed, so that no more than a few wait behind such a server.
 * Thread-safe; what is told comes on the event loop.
 */
public final class MailProvider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(MailProvider.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HANDSHAKE_SECONDS = 5;
    private static final int IDLE_SECONDS = 10;
    /** Less than that, so that no connection is taken up that is just being closed. */
    private static final int KEPT_SECONDS = 6;

    private static final long GIVEN_UP_MILLIS = 20_000;

    private final SmtpConfig config;
    private final long givenUpMillis;
    private final Vertx vertx;
    private final MailClient client;
    private final LongAdder taken = new LongAdder();
    private final LongAdder unusable = new LongAdder();

    public MailProvider(SmtpConfig config) {
        this(config, GIVEN_UP_MILLIS);
    }

    MailProvider(SmtpConfig config, long givenUpMillis) {
        this.config = config;
        this.givenUpMillis = givenUpMillis;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true));
        client = MailClient.create(vertx, options(config));
    }

    private static MailConfig options(SmtpConfig config) {
        MailConfig options = new MailConfig(config.host(), config.port());
        options.setStarttls(config.tls() == Tls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setSsl(config.tls() == Tls.IMPLICIT)
                .setOwnHostname(config.domain())
                .setMaxPoolSize(config.lines())
                .setKeepAliveTimeout(KEPT_SECONDS)
                .setPoolCleanerPeriod(1)
                // else a refused recipient may leave the server waiting for the end of a mail
                .setPipelining(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        // the host name is checked; by this client only if it is not told to: what is set here it sets to nothing
        if (config.authority() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(config.authority().toString()));
        }
        if (config.user().isEmpty()) {
            options.setLogin(LoginOption.DISABLED);
        } else {
            options.setLogin(LoginOption.REQUIRED)
                    .setAuthMethods("PLAIN LOGIN")
                    .setUsername(config.user())
                    .setPassword(config.password());
        }
        return options;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.MAIL;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public int lines() {
        return config.lines();
    }

    @Override
    public void send(Message message, Consumer<Told> told) {
        // also what an earlier version let in
        if (!MailAddress.isValid(message.to().address())) {
            unusable.increment();
            told.accept(Told.UNREACHABLE);
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        long timer = vertx.setTimer(givenUpMillis, late -> {
            if (over.compareAndSet(false, true)) {
                LOG.warn("mail server does not answer for {}", message.key());
                told.accept(Told.DOWN);
            }
        });
        client.sendMail(Mails.of(message, config)).onComplete(result -> {
            vertx.cancelTimer(timer);
            boolean first = over.compareAndSet(false, true);
            if (result.succeeded()) {
                taken.increment();
                told.accept(Told.DELIVERED);
            } else if (first) {
                told.accept(meaning(message, result));
            }
        });
    }

    private static Told meaning(Message message, AsyncResult<MailResult> result) {
        if (result.cause() instanceof SMTPException refused) {
            Told meaning = Refusals.meaning(refused);
            // its words repeat addresses
            LOG.warn(
                    "mail server refuses {} with {} ({})",
                    message.key(),
                    refused.getReplyCode(),
                    Refusals.stage(refused).name());
            return meaning;
        }
        LOG.warn(
                "mail server does not answer for {}: {}",
                message.key(),
                String.valueOf(result.cause()).lines().findFirst().orElse(""));
        return Told.DOWN;
    }

    /** Mails that the server took: what may have to be paid for. */
    public long taken() {
        return taken.sum();
    }

    /** Mails to addresses that are none. */
    public long unusable() {
        return unusable.sum();
    }

    @Override
    public void close() {
        var _ = vertx.close();
    }
}

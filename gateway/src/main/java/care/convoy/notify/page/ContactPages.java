package care.convoy.notify.page;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.notify.Answers;
import care.convoy.notify.People;
import care.convoy.notify.ProviderChannel;
import care.convoy.notify.Recipient;
import care.convoy.notify.Wording;
import care.convoy.notify.page.CaseSight.Stand;
import care.convoy.notify.page.PageCounters.Answer;
import care.convoy.notify.page.PageCounters.Refusal;
import care.convoy.notify.page.PageWords.Condition;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pages behind the links in messages: one for each contact and alert. Reading one changes nothing, however often and by whomever; only
 * {@link #answer} does, with the secret that the page's form holds. Nothing is shown once the case has ended, the link has expired or the
 * contact is none any more. Thread-safe, never blocks.
 */
public final class ContactPages implements ProviderChannel.Links {
    /** Of the bounds of the alert's time line one contact must not take all. */
    private static final int MOST_TOLD = 8;

    private static final int LOG_SECONDS = 6;

    private final PageConfig config;
    private final Ground ground;
    private final InstantSource clock;
    private final LinkTokens tokens;
    private final PageFiles files = new PageFiles();
    private final CasePage casePage;
    private final NothingPage nothing;
    private final PageCounters counters = new PageCounters();

    /**
     * What the pages stand on.
     *
     * @param derive makes a secret of a purpose, the same on each member: that of the vault
     */
    public record Ground(
            People people,
            Wording wording,
            Answers answers,
            OpenCases cases,
            UnaryOperator<String> derive,
            Words words,
            Log log) {}

    /** Words for the time line, sealed for the log. */
    public interface Words {
        Sealed seal(AlertId alert, String words);

        String open(AlertId alert, Sealed sealed);
    }

    /** The way to the alert log. */
    public interface Log {
        CompletionStage<Receipt> answered(EffectKey key, EffectReport report);

        CompletionStage<Receipt> submit(Command.ReportScene report);

        /** Whether an alert that is not known here is not open. */
        boolean knowsAll();
    }

    /**
     * An answer to a browser.
     *
     * @param status of HTTP; 303: back to the page of the same token
     * @param foreign whether the link was none of ours
     */
    public record Page(int status, String html, boolean foreign) {}

    /** What a token leads to. */
    sealed interface Found {}

    /** A page with something on it. @param asked what the contact was asked last */
    record Open(AlertView alert, Resident resident, Contact contact, Answers.Asked asked, String token)
            implements Found {
        boolean hasKey() {
            return contact.capabilities().contains(Contact.Capability.KEY);
        }
    }

    record Nothing(Refusal why) implements Found {}

    public ContactPages(PageConfig config, Ground ground, InstantSource clock) {
        this.config = config;
        this.ground = ground;
        this.clock = clock;
        tokens = new LinkTokens(ground.derive());
        casePage = new CasePage(config, files);
        nothing = new NothingPage(ground.wording(), files);
    }

    /** Style and script, by the name under which a page asks for them. */
    public Map<String, String> files() {
        return files.all();
    }

    public PageCounters counters() {
        return counters;
    }

    @Override
    public String of(AlertView alert, Recipient to) {
        ResidentId resident = alert.resident();
        if (resident == null) {
            return "";
        }
        counters.issued();
        long expires = clock.millis() + Duration.ofHours(config.hours()).toMillis();
        return config.base() + tokens.issue(alert.id(), resident, to.contact(), expires);
    }

    // ---- reading

    /** The page of a token. @param again whether a page that is open asks how it stands now */
    public Page show(String token, boolean again) {
        return switch (find(token)) {
            case Nothing none -> refused(none);
            case Open open -> {
                counters.shown(again);
                yield page(200, open, CasePage.Notice.NONE);
            }
        };
    }

    private Found find(String token) {
        LinkTokens.Ticket ticket = tokens.read(token, clock.millis());
        if (ticket == null) {
            return new Nothing(Refusal.NOT_OURS);
        }
        AlertView alert = ground.cases().find(ticket.alert());
        if (alert == null) {
            return new Nothing(ground.log().knowsAll() ? Refusal.OVER : Refusal.UNSURE);
        }
        if (ticket.expiresAtMillis() <= clock.millis()) {
            return new Nothing(Refusal.EXPIRED);
        }
        Found open = open(alert, ticket, token);
        return open == null ? new Nothing(Refusal.OVER) : open;
    }

    /** Null if the link is for nobody who was asked about this alert. */
    private @Nullable Found open(AlertView alert, LinkTokens.Ticket ticket, String token) {
        Resident resident = ground.people().resident(alert);
        if (resident == null || alert.status() != AlertStatus.ACTUAL) {
            return null;
        }
        Open found = null;
        for (Contact contact : ground.people().contacts(resident.id())) {
            Answers.Asked asked = tokens.markOf(alert.id(), resident.id(), contact.id()) == ticket.contact()
                    ? ground.answers().of(alert, contact.id())
                    : null;
            if (asked != null) {
                if (found != null) {
                    // whose link it is cannot be told
                    return null;
                }
                found = new Open(alert, resident, contact, asked, token);
            }
        }
        return found;
    }

    private Page refused(Nothing none) {
        counters.count(none.why());
        return new Page(
                switch (none.why()) {
                    case EXPIRED, OVER -> 410;
                    case UNSURE -> 503;
                    case NOT_OURS, FORM, TOO_MUCH, NOT_TAKEN -> 404;
                },
                nothing.html(none.why()),
                none.why() == Refusal.NOT_OURS);
    }

    private Page page(int status, Open open, CasePage.Notice notice) {
        PageWords words = new PageWords(ground.wording(), open.contact().language());
        CaseSight sight = sight(open);
        return new Page(
                status,
                casePage.html(new CasePage.Content(
                        open,
                        sight,
                        sight.told().stream()
                                .map(told -> words.time(told.atMillis()) + " "
                                        + ground.words().open(open.alert().id(), told.words()))
                                .toList(),
                        words,
                        tokens.formOf(open.token()),
                        notice,
                        clock.millis())),
                false);
    }

    private CaseSight sight(Open open) {
        return CaseSight.of(open.alert(), open.contact().id(), id -> {
            Contact other = ground.people().contact(open.resident().id(), id);
            return other != null && other.capabilities().contains(Contact.Capability.KEY);
        });
    }

    // ---- answering

    /**
     * An answer from the page. The same one again changes nothing.
     *
     * @param form {@code do}: {@code going}, {@code cannot}, {@code arrived} or how the resident is; {@code k}: the secret of the form
     * @return 303 when the log has it
     */
    public CompletionStage<Page> answer(String token, Map<String, String> form) {
        Found found = find(token);
        if (!(found instanceof Open open)) {
            return CompletableFuture.completedStage(refused((Nothing) found));
        }
        if (!tokens.isFormOf(token, form.getOrDefault("k", ""))) {
            return notTaken(open, Refusal.FORM, 403, CasePage.Notice.AGAIN);
        }
        return switch (form.getOrDefault("do", "")) {
            case "going" -> reported(open, Answer.GOING, EffectReport.ACCEPTED);
            case "cannot" -> reported(open, Answer.CANNOT, EffectReport.DECLINED);
            case "arrived" -> arrived(open);
            case String other -> {
                Condition condition = conditionOf(other);
                yield condition == null
                        ? notTaken(open, Refusal.FORM, 403, CasePage.Notice.AGAIN)
                        : told(open, condition);
            }
        };
    }

    private CompletionStage<Page> notTaken(Open open, Refusal why, int status, CasePage.Notice notice) {
        counters.count(why);
        return CompletableFuture.completedStage(page(status, open, notice));
    }

    private static @Nullable Condition conditionOf(String word) {
        for (Condition each : Condition.values()) {
            if (wordOf(each).equals(word)) {
                return each;
            }
        }
        return null;
    }

    static String wordOf(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT);
    }

    /** Who is there already has a page without these: it was pressed on one that is old. */
    private CompletionStage<Page> reported(Open open, Answer answer, EffectReport report) {
        return sight(open).stand() == Stand.ARRIVED
                ? back()
                : taken(open, answer, ground.log().answered(open.asked().key(), report));
    }

    private CompletionStage<Page> arrived(Open open) {
        return taken(open, Answer.ARRIVED, ground.log().submit(scene(open, "arrived", null)));
    }

    /** Told once more is told once, unless something else was told between. */
    private CompletionStage<Page> told(Open open, Condition condition) {
        CaseSight sight = sight(open);
        AlertId alert = open.alert().id();
        int before = sight.told().size();
        if (before > 0
                && ground.words().open(alert, sight.told().getLast().words()).equals(condition.words())) {
            return back();
        }
        if (before >= MOST_TOLD) {
            return notTaken(open, Refusal.TOO_MUCH, 429, CasePage.Notice.CALL);
        }
        Sealed words = ground.words().seal(alert, condition.words());
        return taken(open, Answer.CONDITION, ground.log().submit(scene(open, before + "/" + wordOf(condition), words)));
    }

    /** @param what was pressed: the same again is known by it */
    private static Command.ReportScene scene(Open open, String what, @Nullable Sealed detail) {
        AlertId alert = open.alert().id();
        String name = "convoy-contact/" + alert + "/" + open.contact().id() + "/" + what;
        CommandId id = new CommandId(OperatorId.CONTACT, UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
        return new Command.ReportScene(id, alert, open.contact().id(), Command.Scene.ARRIVED, detail);
    }

    private CompletionStage<Page> taken(Open open, Answer answer, CompletionStage<Receipt> log) {
        CompletableFuture<Receipt> within = log.toCompletableFuture().copy().orTimeout(LOG_SECONDS, TimeUnit.SECONDS);
        return within.handle((receipt, failure) -> {
            if (failure != null) {
                counters.count(Refusal.NOT_TAKEN);
                return page(503, open, CasePage.Notice.AGAIN);
            }
            // refused: the case has just ended, which the page says
            if (receipt.outcome() instanceof Outcome.Done done && !done.duplicate()) {
                counters.count(answer);
            }
            return new Page(303, "", false);
        });
    }

    private static CompletionStage<Page> back() {
        return CompletableFuture.completedStage(new Page(303, "", false));
    }
}

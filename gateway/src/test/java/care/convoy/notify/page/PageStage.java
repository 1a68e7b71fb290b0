package care.convoy.notify.page;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.notify.Answers;
import care.convoy.notify.DutyDesks;
import care.convoy.notify.People;
import care.convoy.notify.Wording;
import care.convoy.notify.WordsForTests;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Pages about one resident, whose alert stands as a test says. What is answered is kept and changes nothing by itself: what the core makes of
 * it is tested there, and with a whole gateway.
 */
final class PageStage {
    static final long NOW = Instant.parse("2026-11-23T04:05:00Z").toEpochMilli();
    static final long RECEIVED = NOW - 120_000;
    static final ResidentId WANG = new ResidentId("r1");
    static final AlertId ALERT = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);

    final List<String> said = new ArrayList<>();
    final OpenCases cases = new OpenCases();
    final ContactPages pages;
    long nowMillis = NOW;
    boolean knowsAll = true;
    boolean takes = true;
    private final ResidentDirectory directory = new ResidentDirectory();

    PageStage() {
        this("王桂兰");
    }

    PageStage(String name) {
        this(name, "a key");
    }

    /** @param key of its links: with another one another stage's links are none */
    PageStage(String name, String key) {
        people(
                name,
                contact("c1", "吴敏", Contact.Language.ZH, Contact.Capability.KEY),
                contact("c2", "Zhou <b>", Contact.Language.EN),
                contact("c3", "陈国梁", Contact.Language.ZH, Contact.Capability.KEY));
        People people = new People(directory, DutyDesks.NONE);
        pages = new ContactPages(
                new PageConfig(
                        "https://help.example/c/",
                        12,
                        "https://map.example/?at={lat},{lon}",
                        "127.0.0.1",
                        false,
                        List.of()),
                new ContactPages.Ground(
                        people,
                        new Wording(ZoneId.of("Asia/Shanghai"), "护航", "0731-80000120"),
                        new Answers(List::of, people),
                        cases,
                        purpose -> key + " for " + purpose,
                        new PlainWords(),
                        new KeptLog()),
                (InstantSource) () -> Instant.ofEpochMilli(nowMillis));
    }

    void people(String name, Contact... contacts) {
        directory.replaceAll(
                List.of(new Resident(
                        WANG,
                        1,
                        name,
                        Resident.Sex.F,
                        LocalDate.of(1948, 3, 28),
                        Resident.BirthCalendar.SOLAR,
                        "439901001001",
                        "月华社区3栋2单元502",
                        28.2,
                        113.0,
                        "13800000000",
                        2,
                        List.of("房颤", "失独"),
                        List.of("华法林"),
                        List.of("青霉素"),
                        "A+",
                        "李医生",
                        "13800000009",
                        "市一医院",
                        "5楼有电梯，门禁2580#")),
                List.of(contacts),
                List.of());
    }

    static Contact contact(String id, String name, Contact.Language language, Contact.Capability... can) {
        return new Contact(
                WANG,
                id,
                name,
                Contact.Role.NEIGHBOUR,
                1,
                "1390000000" + id.charAt(1),
                Set.of(can),
                List.of(ChannelKind.SMS),
                "",
                "",
                "",
                language);
    }

    /** The token of the link that this contact gets now. */
    String token(String contact) {
        String link = pages.of(alert(), WordsForTests.recipient(contact));
        return link.substring(link.lastIndexOf('/') + 1);
    }

    // ---- how the alert stands

    static Reach reach(String contact, Reach.State state) {
        return new Reach(contact, 0, 1, 1 + contact.charAt(1) - '1', state, NOW - 30_000, 1, true);
    }

    static AlertView alert(Reach... reaches) {
        return alert(AlertState.QUEUED, null, null, List.of(), reaches);
    }

    /** @param told what was told from the scene */
    static AlertView alert(
            AlertState state,
            @Nullable OperatorId owner,
            @Nullable Position position,
            List<AlertView.TimelineEntry> told,
            Reach... reaches) {
        List<Reach> all = reaches.length == 0
                ? List.of(
                        reach("c1", Reach.State.DELIVERED),
                        reach("c2", Reach.State.DELIVERED),
                        reach("c3", Reach.State.DELIVERED))
                : List.of(reaches);
        EscalationStep step = new EscalationStep(
                0, Condition.UNCLAIMED, Action.CALL, 1, List.of("c1", "c2", "c3"), List.of(ChannelKind.SMS));
        return new AlertView(
                ALERT,
                7,
                WANG,
                new DeviceId("d1"),
                AlertKind.FALL,
                Priority.P1,
                state,
                AlertStatus.ACTUAL,
                owner,
                owner == null ? 0 : NOW - 60_000,
                0,
                RECEIVED,
                0,
                RECEIVED,
                true,
                1,
                1,
                0,
                AlertState.CLAIMED,
                DeviceMessage.Movement.UNKNOWN,
                0,
                null,
                position,
                null,
                null,
                List.of(new AlertView.Step(3, step, 0, NOW - 60_000, false, 1, all)),
                told);
    }

    static AlertView.TimelineEntry scene(String contact, Command.Scene stage, @Nullable String words) {
        return new AlertView.TimelineEntry(
                NOW - 10_000,
                new Event.SceneReported(
                        ALERT,
                        contact,
                        stage,
                        words == null ? null : Sealed.copyOf(words.getBytes(StandardCharsets.UTF_8))));
    }

    void stands(AlertView now) {
        cases.reset(1, List.of(now), List.of(), List.of());
    }

    private static final class PlainWords implements ContactPages.Words {
        @Override
        public Sealed seal(AlertId alert, String words) {
            return Sealed.copyOf(words.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String open(AlertId alert, Sealed sealed) {
            return new String(sealed.toBytes(), StandardCharsets.UTF_8);
        }
    }

    private final class KeptLog implements ContactPages.Log {
        @Override
        public CompletionStage<Receipt> answered(EffectKey key, EffectReport report) {
            return keep(key.step() + "." + key.attempt() + " " + report);
        }

        @Override
        public CompletionStage<Receipt> submit(Command.ReportScene report) {
            Sealed detail = report.detail();
            return keep(report.contact() + " " + report.stage() + " "
                    + (detail == null ? "-" : new String(detail.toBytes(), StandardCharsets.UTF_8)) + " "
                    + report.id().value());
        }

        private CompletionStage<Receipt> keep(String what) {
            if (!takes) {
                return CompletableFuture.failedStage(new IllegalStateException("the log is away"));
            }
            boolean repeated = said.contains(what);
            said.add(what);
            return CompletableFuture.completedStage(
                    new Receipt(1, Receipt.Durability.COMMITTED, new Outcome.Done(ALERT, 8, repeated)));
        }

        @Override
        public boolean knowsAll() {
            return knowsAll;
        }
    }
}

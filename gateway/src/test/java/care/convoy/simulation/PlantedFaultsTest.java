package care.convoy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults planted one by one, each of which the simulation has to notice; without one it notices nothing. */
class PlantedFaultsTest {
    private static final int SEEDS = 12;

    /** So often as many more, until it is noticed. */
    private static final int ROUNDS = 20;

    private static final long NEVER = 4_000_000_000_000L;
    private static final ClassDesc LIST = ClassDesc.of("java.util.List");

    static Stream<Mutant> mutants() {
        return Stream.of(
                Mutant.replaced(
                        "a lease never lapses",
                        "alert.Ownership",
                        "lapsesAtMillis",
                        code -> code.loadConstant(Long.MAX_VALUE).lreturn()),
                Mutant.withoutCall("a second press is swallowed", "alert.OpenAlert", "join", "ask", code -> {}),
                Mutant.withoutCall("a press on test twice stays silent", "alert.OpenAlert", "join", "isHeld", no()),
                Mutant.withoutCall(
                        "a double press on test stays silent",
                        "alert.DeviceTests",
                        "holdsUntilMillis",
                        "presses",
                        no()),
                Mutant.withoutCall("timers are lost on restart", "alert.OpenAlerts", "<init>", "changed", code -> {}),
                Mutant.replaced(
                        "a repeat is a new press",
                        "alert.Hearing",
                        "isRepeat",
                        code -> code.iconst_0().ireturn()),
                Mutant.withoutCall(
                        "a command is carried out twice", "alert.AnsweredCommands", "once", "remember", code -> {}),
                Mutant.withoutCall(
                        "a deferral never returns", "alert.OpenAlert", "releasedAtMillis", "heldUntilMillis", never()),
                Mutant.replaced("time runs backwards too", "alert.CoreClock", "advance", PlantedFaultsTest::setClock),
                Mutant.withoutCall("a second claim is accepted", "alert.Desk", "claim", "owner", nothing()),
                Mutant.withoutCall(
                        "a case is closed while it asks", "alert.Desk", "unattended", "isAttentionPending", no()),
                Mutant.withoutCall("an abandoned case is silent", "alert.OpenAlert", "abandon", "askAgain", code -> {}),
                Mutant.replaced(
                        "nobody is reminded",
                        "alert.Escalation",
                        "remindAfterMillis",
                        code -> code.loadConstant(NEVER).lreturn()),
                Mutant.withoutCall(
                        "a press does not raise the priority", "alert.OpenAlert", "join", "isLessUrgentThan", no()),
                Mutant.withoutCall(
                        "known signals are not in the snapshot",
                        "alertlog.SnapshotCodec",
                        "write",
                        "signals",
                        noList()),
                Mutant.withoutCall(
                        "a snapshot has alerts as they were before",
                        "alert.OpenAlerts",
                        "changed",
                        "outdateForm",
                        code -> {}),
                Mutant.withoutCall(
                        "devices on test are not in the snapshot",
                        "alertlog.SnapshotCodec",
                        "write",
                        "tests",
                        noList()),
                Mutant.withoutCall(
                        "effects that are out are not in the snapshot",
                        "alertlog.StepFields",
                        "writeSteps",
                        "reaches",
                        noList()),
                Mutant.withoutCall("an effect is not told", "alert.Outreach", "ask", "accept", code -> {}),
                Mutant.replaced(
                        "a failed try is not repeated",
                        "alert.Tries",
                        "backOffMillis",
                        code -> code.loadConstant(NEVER).lreturn()),
                Mutant.replaced(
                        "a gateway keeps its answers to itself",
                        "alertlog.emergency.Merge",
                        "tellAnswers",
                        code -> code.iconst_0().ireturn()),
                Mutant.replaced(
                        "a gateway alone knows no answers of the log",
                        "alertlog.emergency.KnownAnswers",
                        "take",
                        CodeBuilder::return_),
                Mutant.withoutCall(
                        "age is forgotten in an emergency",
                        "alertlog.emergency.Adoption",
                        "open",
                        "raiseAtMillis",
                        CodeBuilder::lconst_0),
                Mutant.withoutCall(
                        "what age did in an emergency is forgotten",
                        "alert.Reconciling",
                        "reconcile",
                        "grewOlder",
                        no()),
                Mutant.withoutCall(
                        "a card requests no ambulance", "alert.Outside", "sendCard", "sendAmbulance", code -> {}),
                Mutant.withoutCall(
                        "an ambulance that is called off asks nobody",
                        "alert.Outside",
                        "calledOff",
                        "askWithoutHelp",
                        code -> {}),
                Mutant.withoutCall(
                        "a gateway keeps its signals to itself",
                        "alertlog.emergency.Merge",
                        "send",
                        "toSend",
                        nothing()));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aFaultInTheProductIsNoticed(Mutant mutant) throws Exception {
        requireNoticed(mutant.name(), from -> mutant.broken(from, SEEDS));

        assertThat(mutant.changes()).as("the method was changed").hasPositiveValue();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aFaultAroundTheProductIsNoticed(Doubles fault) throws Exception {
        requireNoticed(
                fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                from -> Simulation.broken(fault.name(), from, SEEDS));
    }

    private interface Worlds {
        List<String> brokenFrom(long seed) throws Exception;
    }

    private static void requireNoticed(String name, Worlds worlds) throws Exception {
        List<String> broken = List.of();
        int seeds = 0;
        while (broken.isEmpty() && seeds < ROUNDS * SEEDS) {
            broken = worlds.brokenFrom(seeds);
            seeds += SEEDS;
        }
        assertThat(broken).as(name).isNotEmpty();
        String first = broken.getFirst();
        System.out.printf(
                "planted: %-45s noticed in %2d of %d worlds; %s%n",
                name, broken.size(), seeds, first.substring(0, Math.min(120, first.length())));
    }

    private static Consumer<CodeBuilder> no() {
        return CodeBuilder::iconst_0;
    }

    private static Consumer<CodeBuilder> never() {
        return code -> code.loadConstant(NEVER);
    }

    private static Consumer<CodeBuilder> nothing() {
        return CodeBuilder::aconst_null;
    }

    private static Consumer<CodeBuilder> noList() {
        return code -> code.invokestatic(LIST, "of", MethodTypeDesc.of(LIST), true);
    }

    /** Core time is what the callback says. */
    private static void setClock(CodeBuilder code) {
        ClassDesc clock = ClassDesc.of("care.convoy.alert.CoreClock");
        code.aload(0).iconst_1().putfield(clock, "started", ConstantDescs.CD_boolean);
        code.aload(0).lload(1).putfield(clock, "nowMillis", ConstantDescs.CD_long);
        code.aload(0).lload(1).putfield(clock, "lastCallbackMillis", ConstantDescs.CD_long);
        code.lload(1).lreturn();
    }
}

package care.convoy.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of ARCHITECTURE.md, as rules. */
class ArchitectureTest {
    private static final List<String> PURE = List.of(
            "care.convoy.device",
            "care.convoy.alert",
            "care.convoy.escalation",
            "care.convoy.vitals",
            "care.convoy.vitals.presence");

    private static final List<String> APPLICATION = List.of(
            "care.convoy.ingest",
            "care.convoy.ingest.json",
            "care.convoy.ingest.body",
            "care.convoy.alertlog",
            "care.convoy.alertlog.emergency",
            "care.convoy.disk",
            "care.convoy.dispatch",
            "care.convoy.effect",
            "care.convoy.notify",
            "care.convoy.notify.page",
            "care.convoy.monitoring",
            "care.convoy.resident",
            "care.convoy.account",
            "care.convoy.disclosure",
            "care.convoy.vault",
            "care.convoy.settings",
            "care.convoy.tls",
            "care.convoy.demo",
            "care.convoy.warning");

    /** What two edges stand on. */
    private static final List<String> GROUND = List.of("care.convoy.ingest.connection");

    /** Edges: one technology each, never each other. */
    private static final List<String> EDGES = List.of(
            "care.convoy.ingest.tcp",
            "care.convoy.ingest.mqtt",
            "care.convoy.ingest.watch",
            "care.convoy.ingest.jt808",
            "care.convoy.ingest.bridge",
            "care.convoy.ingest.coap",
            "care.convoy.alertlog.aeron",
            "care.convoy.notify.mail",
            "care.convoy.notify.sms",
            "care.convoy.notify.voice",
            "care.convoy.notify.webhook",
            "care.convoy.storage",
            "care.convoy.operator",
            "care.convoy.fhir",
            "care.convoy.research",
            "care.convoy.warning.intake",
            "care.convoy.administration",
            "care.convoy.observation",
            "care.convoy.canary");

    private static final List<String> TOP = List.of("care.convoy.app");

    /** Other modules, and all below them. */
    private static final List<String> MODULES = List.of("care.convoy.console", "care.convoy.firmware");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // The simulator is on the tests' class path alone.
            .withImportOption(location -> !location.contains("care/convoy/sim/"))
            .importPackages("care.convoy");

    @Test
    void everyPackageIsInTheTable() {
        assertThat(missingFrom(listed(), CLASSES)).isEmpty();
    }

    @Test
    void everyPackageOfTheTableExists() {
        List<String> existing =
                packages(CLASSES).filter(each -> !isOfAModule(each)).toList();
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(existing);
    }

    @Test
    void aPackageThatIsNotInTheTableIsFound() {
        JavaClasses broken = new ClassFileImporter().importPackages("care.convoy.house.broken");
        assertThat(missingFrom(listed(), broken)).containsExactly("care.convoy.house.broken.alert");
        List<String> withoutDisk = listed().stream()
                .filter(each -> !each.equals("care.convoy.disk"))
                .toList();
        assertThat(missingFrom(withoutDisk, CLASSES)).containsExactly("care.convoy.disk");
    }

    private static List<String> listed() {
        return Stream.of(PURE, APPLICATION, GROUND, EDGES, TOP)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> missingFrom(List<String> table, JavaClasses classes) {
        return packages(classes)
                .filter(each -> !isOfAModule(each) && !table.contains(each))
                .toList();
    }

    private static Stream<String> packages(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackageName).distinct().sorted();
    }

    private static boolean isOfAModule(String name) {
        return MODULES.stream().anyMatch(module -> name.equals(module) || name.startsWith(module + "."));
    }

    @Test
    void purePackagesUseTheJdkOnly() {
        classes()
                .that()
                .resideInAnyPackage(names(PURE))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(names(PURE), "java..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void purePackagesReadNoClockAndDrawNoNumbers() {
        pureCallsNothingUnrepeatable(names(PURE)).check(CLASSES);
    }

    @Test
    void theClockRuleBitesWhenItIsBroken() {
        JavaClasses broken = new ClassFileImporter().importPackages("care.convoy.house.broken");
        assertThat(pureCallsNothingUnrepeatable("care.convoy.house.broken.alert..")
                        .evaluate(broken)
                        .getFailureReport()
                        .getDetails())
                .singleElement()
                .asString()
                .contains("ReadsTheClock.now()")
                .contains("java.time.Instant.now()");
    }

    private static ArchRule pureCallsNothingUnrepeatable(String... packages) {
        DescribedPredicate<JavaCall<?>> unrepeatable = describe("the clock, chance or the environment", call -> {
            String owner = call.getTargetOwner().getName();
            String name = call.getTarget().getName();
            return name.equals("now") && owner.startsWith("java.time.")
                    || owner.equals("java.lang.System")
                            && List.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode")
                                    .contains(name)
                    || owner.equals("java.util.UUID") && name.equals("randomUUID")
                    || owner.equals("java.util.Random") && name.equals("<init>")
                    || owner.startsWith("java.util.concurrent.ThreadLocalRandom")
                    || owner.startsWith("java.security.SecureRandom");
        });
        return noClasses().that().resideInAnyPackage(packages).should().callCodeUnitWhere(unrepeatable);
    }

    @Test
    void purePackagesDependDownwards() {
        noClasses()
                .that()
                .resideInAPackage("care.convoy.device..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("care.convoy.alert..", "care.convoy.escalation..", "care.convoy.vitals..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("care.convoy.escalation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("care.convoy.alert..", "care.convoy.vitals..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("care.convoy.alert..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("care.convoy.vitals..")
                .check(CLASSES);
    }

    @Test
    void healthRulesKnowOfAlertsOnlyWhatTheyAreAbout() {
        noClasses()
                .that()
                .resideInAPackage("care.convoy.vitals..")
                .should()
                .dependOnClassesThat(describe(
                        "more of the alert core than kinds and priorities",
                        (JavaClass seen) -> seen.getPackageName().startsWith("care.convoy.escalation")
                                || seen.getPackageName().startsWith("care.convoy.alert")
                                        && !List.of("AlertKind", "Priority").contains(seen.getSimpleName())))
                .check(CLASSES);
    }

    @Test
    void applicationPackagesKnowNoTechnology() {
        noClasses()
                .that()
                .resideInAnyPackage(names(APPLICATION))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..",
                        "io.vertx..",
                        "io.aeron..",
                        "org.agrona..",
                        "java.sql..",
                        "com.zaxxer..",
                        "org.postgresql..",
                        "io.micrometer..",
                        "care.convoy.console..")
                .check(CLASSES);
    }

    @Test
    void applicationPackagesLookInwards() {
        noClasses()
                .that()
                .resideInAnyPackage(names(APPLICATION))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(GROUND, EDGES, TOP).flatMap(List::stream).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void theDiskWatchImportsNothingOfOurs() {
        classes()
                .that()
                .resideInAPackage("care.convoy.disk")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("care.convoy.disk", "java..", "org.jspecify..", "org.slf4j..")
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> edgesNeverSeeEachOther() {
        return EDGES.stream()
                .map(edge -> DynamicTest.dynamicTest(
                        edge,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(edge + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(EDGES.stream()
                                        .filter(other -> !other.equals(edge))
                                        .map(other -> other + "..")
                                        .toArray(String[]::new))
                                .allowEmptyShould(true)
                                .check(CLASSES)));
    }

    @Test
    void onlyTheOperatorPackageJoinsCoreAndConsole() {
        noClasses()
                .that()
                .resideOutsideOfPackages("care.convoy.operator..", "care.convoy.app..", "care.convoy.console..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("care.convoy.console..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("care.convoy.console..")
                .should()
                .dependOnClassesThat(describe(
                        "parts of the gateway",
                        (JavaClass seen) -> seen.getPackageName().startsWith("care.convoy.")
                                && !seen.getPackageName().startsWith("care.convoy.console")))
                .check(CLASSES);
    }

    @Test
    void eachTechnologyLivesInItsEdge() {
        only("io.aeron..", "care.convoy.alertlog.aeron..");
        only("java.sql..", "care.convoy.storage..");
        only("org.flywaydb..", "care.convoy.storage..");
        only("io.micrometer..", "care.convoy.observation..");
        only("io.netty.handler.codec.mqtt..", "care.convoy.ingest.mqtt..");
        only("org.eclipse.californium..", "care.convoy.ingest.coap..");
        only("org.jsmpp..", "care.convoy.notify.sms..");
        only("javax.sip..", "care.convoy.notify.voice..");
        only("gov.nist..", "care.convoy.notify.voice..");
        only("io.vertx..", "care.convoy.console..", "care.convoy.notify.mail..");
    }

    private static void only(String technology, String... edges) {
        noClasses()
                .that()
                .resideOutsideOfPackages(Stream.concat(Stream.of(edges), Stream.of("care.convoy.app.."))
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(CLASSES);
    }

    @Test
    void nobodySeesTheApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("care.convoy.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("care.convoy.app..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("care.convoy.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSaySomething() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common)")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..model..", "..dto..")
                .check(CLASSES);
    }

    private static String[] names(List<String> packages) {
        return packages.toArray(String[]::new);
    }

    private static String[] with(String[] packages, String... more) {
        return Stream.concat(Stream.of(packages), Stream.of(more)).toArray(String[]::new);
    }
}

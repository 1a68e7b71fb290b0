package care.convoy.notify.page;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command.Scene;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Reach;
import care.convoy.alert.Reach.State;
import care.convoy.console.GuestPages;
import care.convoy.console.web.GuestConfig;
import care.convoy.console.web.GuestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser of a telephone's size, by {@code e2e/contact.mjs}: each state, both languages, light and dark, axe, no script. */
class ContactPageBrowserTest {
    private static final Path WEB = Path.of(System.getProperty("basedir", "."))
            .resolve("../alert-console/web")
            .normalize();
    private static final OperatorId OPERATOR = new OperatorId("liming");

    @TempDir
    Path temporary;

    /** Stages by name; a page's own form leads to its own stage. */
    private static final class Stages implements GuestPages {
        private final Map<String, PageStage> stages = new ConcurrentHashMap<>();
        private final Map<String, String> tokens = new ConcurrentHashMap<>();

        void add(String name, String contact, AlertView alert) {
            PageStage stage = new PageStage("王桂兰", name);
            stage.stands(alert);
            stages.put(name, stage);
            tokens.put(name, stage.token(contact));
            stages.put(stage.token(contact), stage);
        }

        private String tokenOf(String name) {
            return tokens.getOrDefault(name, name);
        }

        @Override
        public String path() {
            return "/c/";
        }

        @Override
        public Map<String, String> files() {
            return stages.values().iterator().next().pages.files();
        }

        @Override
        public Page show(String name, boolean again) {
            if (name.startsWith("end-")) {
                stage(name.substring(4)).stands(PageStage.alert(AlertState.RESOLVED, null, null, List.of()));
                return new Page(200, "", false);
            }
            ContactPages.Page page = stage(name).pages.show(tokenOf(name), again);
            return new Page(page.status(), page.html(), page.foreign());
        }

        private PageStage stage(String name) {
            return stages.getOrDefault(name, stages.values().iterator().next());
        }

        @Override
        public CompletionStage<Page> answer(String name, Map<String, String> form) {
            PageStage stage = stage(name);
            return stage.pages.answer(tokenOf(name), form).thenApply(page -> {
                if (page.status() == 303) {
                    stage.stands(after(form.getOrDefault("do", "")));
                }
                return new Page(page.status(), page.html(), page.foreign());
            });
        }

        /** What the core makes of it, as far as the page needs it. */
        private static AlertView after(String pressed) {
            return switch (pressed) {
                case "going" -> standing(State.ACCEPTED, List.of());
                case "cannot" -> standing(State.DECLINED, List.of());
                default -> standing(State.ACCEPTED, List.of(PageStage.scene("c1", Scene.ARRIVED, null)));
            };
        }
    }

    private static AlertView standing(State own, List<AlertView.TimelineEntry> told) {
        return PageStage.alert(AlertState.CLAIMED, OPERATOR, null, told, reaches(own));
    }

    private static Reach[] reaches(State own) {
        return new Reach[] {
            PageStage.reach("c1", own), PageStage.reach("c2", own), PageStage.reach("c3", State.ACCEPTED)
        };
    }

    private static Stages stages() {
        Stages stages = new Stages();
        Map<String, String> contacts = Map.of("zh", "c1", "en", "c2");
        contacts.forEach((language, contact) -> {
            stages.add("ask-" + language, contact, PageStage.alert());
            stages.add(
                    "asked-" + language,
                    contact,
                    standing(State.DELIVERED, List.of(PageStage.scene("", Scene.DISPATCHED, null))));
            stages.add("going-" + language, contact, standing(State.ACCEPTED, List.of()));
            stages.add("cannot-" + language, contact, standing(State.DECLINED, List.of()));
            stages.add(
                    "arrived-" + language,
                    contact,
                    standing(
                            State.ACCEPTED,
                            List.of(
                                    PageStage.scene(contact, Scene.ARRIVED, null),
                                    PageStage.scene(contact, Scene.ARRIVED, "叫不醒 / Does not wake up"),
                                    PageStage.scene("", Scene.DISPATCHED, null))));
            stages.add("over-" + language, contact, PageStage.alert(AlertState.RESOLVED, null, null, List.of()));
        });
        stages.add("press", "c1", PageStage.alert());
        stages.add("plain", "c1", PageStage.alert());
        stages.add("live", "c1", PageStage.alert());
        return stages;
    }

    @Test
    void worksOnATelephone() throws IOException, InterruptedException {
        Path chromium = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        Assumptions.assumeTrue(
                Files.isExecutable(chromium) && Files.isDirectory(WEB.resolve("node_modules/playwright-core")),
                "needs Chromium and the web application's development packages");
        Path said = temporary.resolve("browser.log");
        GuestConfig.Limits limits = new GuestConfig.Limits(
                100,
                new GuestConfig.Allowance(1_000, 1_000),
                new GuestConfig.Allowance(100, 100),
                new GuestConfig.Allowance(100, 100),
                1_000);
        try (GuestServer server =
                GuestServer.start(GuestConfig.on("127.0.0.1", 0).with(limits), stages())) {
            ProcessBuilder browser = new ProcessBuilder("node", "e2e/contact.mjs")
                    .directory(WEB.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            browser.environment().put("PAGES", "http://127.0.0.1:" + server.port() + "/c/");
            browser.environment().put("CHROMIUM", chromium.toString());
            browser.environment()
                    .putIfAbsent("SHOTS", temporary.resolve("shots").toString());
            Process run = browser.start();
            boolean ended = run.waitFor(240, TimeUnit.SECONDS);
            if (!ended) {
                run.descendants().forEach(ProcessHandle::destroyForcibly);
                run.destroyForcibly();
            }
            assertThat(ended).as("%s", Files.readString(said)).isTrue();
            assertThat(run.exitValue()).as("%s", Files.readString(said)).isZero();
        }
    }
}

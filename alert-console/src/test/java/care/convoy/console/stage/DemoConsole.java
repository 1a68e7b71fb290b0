package care.convoy.console.stage;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertRow;
import care.convoy.console.Disposition;
import care.convoy.console.Operator;
import care.convoy.console.Role;
import care.convoy.console.web.ConsoleConfig;
import care.convoy.console.web.ConsoleServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A console on the stage, to work on the browser application without a gateway. Arguments: the port. Alerts come, press
 * again, are claimed by colleagues, lapse and end by themselves; between 10 and 20 stay open.
 */
public final class DemoConsole {
    private static final List<String> KINDS =
            List.of("sos", "fall", "vitals", "silence", "removed", "inactivity", "fence", "smoke");

    private final Stage stage = new Stage(InstantSource.system());
    private final Random random = new Random(7);

    private DemoConsole() {}

    /** Runs until it is stopped. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 28_080;
        new DemoConsole().run(port);
    }

    private void run(int port) throws IOException, InterruptedException {
        stage.users().token("demo-token-demo-token-demo-token-00", "api", Role.OPERATOR, "");
        stage.desk();
        try (ConsoleServer server = ConsoleServer.start(ConsoleConfig.on("127.0.0.1", port), stage.ports());
                ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor()) {
            mover.scheduleAtFixedRate(stage.alerts()::tick, 1, 1, TimeUnit.SECONDS);
            mover.scheduleAtFixedRate(this::move, 5, 7, TimeUnit.SECONDS);
            System.out.println("http://127.0.0.1:" + server.port() + "/  password of all: " + StagedUsers.PASSWORD);
            System.out.println("liming liumin mengjie banzhang(supervisor) dispatch admin auditor field newcomer");
            System.out.println("Authorization: Bearer demo-token-demo-token-demo-token-00");
            new CountDownLatch(1).await();
        }
    }

    private void move() {
        List<AlertRow> open = stage.alerts().open();
        int dice = random.nextInt(10);
        AlertRow some = open.get(random.nextInt(open.size()));
        if (open.size() < 10 || (dice < 3 && open.size() < 20)) {
            raise(open);
        } else if (dice < 5) {
            stage.alerts().pressAgain(some.id());
        } else if (dice < 7 && some.owner() == null) {
            AlertCommands.Key key = new AlertCommands.Key(new Operator("liumin", "刘敏"), UUID.randomUUID());
            submit(new AlertCommands.Command.Claim(key, some.id(), some.version()));
        } else if (some.owner() != null && some.owner().operator().user().equals("liumin")) {
            AlertCommands.Key key = new AlertCommands.Key(some.owner().operator(), UUID.randomUUID());
            Disposition disposition = new Disposition("ASSISTANCE", "ADVISED_BY_PHONE", false, "voice", null);
            submit(new AlertCommands.Command.Resolve(key, some.id(), some.version(), disposition, "已通话，无碍"));
        }
    }

    private void submit(AlertCommands.Command command) {
        stage.alerts().submit(command).thenAccept(result -> System.out.println(command + " -> " + result));
    }

    private void raise(List<AlertRow> open) {
        List<AlertRow.Brief> free = stage.records().people().stream()
                .filter(person -> open.stream().noneMatch(row -> person.equals(row.resident())))
                .toList();
        AlertRow.Priority[] priorities = AlertRow.Priority.values();
        AlertRow.Brief person = free.isEmpty() ? null : free.get(random.nextInt(free.size()));
        String kind = KINDS.get(random.nextInt(KINDS.size()));
        AlertRow.Priority priority =
                kind.equals("sos") ? AlertRow.Priority.P1 : priorities[random.nextInt(priorities.length)];
        stage.alerts().raise(kind, priority, person, 0);
    }
}

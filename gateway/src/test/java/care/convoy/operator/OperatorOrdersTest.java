package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Intent;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.console.AlertCommands;
import care.convoy.console.AlertCommands.DeviceOrder;
import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.Users;
import care.convoy.device.DeviceId;
import care.convoy.effect.DeviceWords;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders to devices on their way into the log: sealed, and not at all while it is away. */
class OperatorOrdersTest {
    private static final DeviceId BAND = new DeviceId("band-1");

    @TempDir
    private Path folder;

    private final Log log = new Log();
    private Vault vault;
    private DeviceWords words;
    private OperatorCommands commands;

    /** Takes everything. */
    private static final class Log implements AlertLog {
        final List<Command> submitted = new ArrayList<>();
        Health health = Health.READY;

        @Override
        public CompletionStage<Receipt> submit(Command command) {
            submitted.add(command);
            return CompletableFuture.completedStage(
                    new Receipt(1, Receipt.Durability.COMMITTED, new Outcome.Done(null, 0, false)));
        }

        @Override
        public Health health() {
            return health;
        }

        @Override
        public boolean leads() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private record Nobody() implements Users {
        @Override
        public Optional<User> byLogin(String login) {
            return Optional.empty();
        }

        @Override
        public Optional<User> byToken(String sha256) {
            return Optional.empty();
        }

        @Override
        public void replacePassword(String login, String argon2id) {
            throw new AssertionError("not asked for");
        }
    }

    @BeforeEach
    void open() {
        vault = Vault.open(folder.resolve("key"), false);
        words = new DeviceWords(vault);
        commands = new OperatorCommands(
                log,
                new AlertBoard(),
                new OperatorCommands.Words(new NoteSeal(vault), new DeviceOrders(words)),
                new Names(new Nobody()));
    }

    private AlertCommands.Result order(DeviceOrder order) {
        var key = new AlertCommands.Key(new Operator("li", "李"), new UUID(1, 1));
        return commands.submit(new AlertCommands.Command.OrderForDevice(key, "band-1", order))
                .toCompletableFuture()
                .join();
    }

    @Test
    void whatIsPersonalIsSealedBeforeItEntersTheLog() {
        assertThat(order(new DeviceOrder.SosNumbers(List.of("13900001187"))))
                .isEqualTo(new AlertCommands.Result.Done(0, AlertRow.Durability.COMMITTED, false));
        Intent.What what = ((Command.Order) log.submitted.getFirst()).what();

        Intent.SosNumbers numbers = (Intent.SosNumbers) what;
        assertThat(new String(numbers.numbers().toBytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("13900001187");
        assertThat(words.openNumbers(BAND, numbers.numbers())).containsExactly("13900001187");
    }

    @Test
    void whoIsToBeCalledBackIsNotInTheLog() {
        order(new DeviceOrder.CallBack());

        assertThat(((Command.Order) log.submitted.getFirst()).what()).isEqualTo(new Intent.CallBack());
    }

    @Test
    void whatIsLeftOutStaysAsItIs() {
        order(new DeviceOrder.Configure(null, 0, 600));

        assertThat(((Command.Order) log.submitted.getFirst()).what())
                .isEqualTo(new Intent.Configure(Intent.Configure.UNCHANGED, 0, 600));
    }

    @Test
    void orderForACaseMayBeForAnotherDeviceOfTheirsAndIsSealedForThatOne() {
        AlertBoard board = new AlertBoard();
        AlertView open = CaseTimelineTest.view(AlertState.QUEUED, 0, List.of(), List.of());
        board.reset(1, List.of(open), List.of(), List.of());
        commands = new OperatorCommands(
                log,
                board,
                new OperatorCommands.Words(new NoteSeal(vault), new DeviceOrders(words)),
                new Names(new Nobody()));
        orderForCase(open, null);
        orderForCase(open, "band-2");
        assertThat(orderForCase(open, "no device"))
                .isEqualTo(new AlertCommands.Result.Refused(AlertCommands.Reason.UNKNOWN_ALERT, null, null, 0));

        assertThat(log.submitted)
                .extracting(each -> ((Command.Order) each).device())
                .containsExactly(open.device(), new DeviceId("band-2"));
        Command.Order second = (Command.Order) log.submitted.getLast();
        assertThat(second.alert()).isEqualTo(open.id());
        assertThat(words.open(second.device(), ((Intent.Show) second.what()).text()))
                .isEqualTo("就到");
    }

    private AlertCommands.Result orderForCase(AlertView alert, @Nullable String device) {
        var key = new AlertCommands.Key(new Operator("li", "李"), new UUID(1, 1));
        var order = new DeviceOrder.Message("就到");
        return commands.submit(new AlertCommands.Command.OrderForCase(
                        key, alert.id().value().toString(), device, order))
                .toCompletableFuture()
                .join();
    }

    @Test
    void ordersWaitWhileTheLogIsAway() {
        log.health = AlertLog.Health.DEGRADED;

        assertThat(order(new DeviceOrder.FallAlarm(true)))
                .isEqualTo(new AlertCommands.Result.Refused(AlertCommands.Reason.LOG_AWAY, null, null, 0));
        assertThat(log.submitted).isEmpty();
    }
}

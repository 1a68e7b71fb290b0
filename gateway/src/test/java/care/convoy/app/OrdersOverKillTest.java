package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.account.Role;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real gateway is killed with SIGKILL between an order and the device's word, again and again: what was accepted is told to
 * the device when it comes back, what the device says of it is in the history once, and what is over is not told any more.
 * {@code trials/kill-orders} does as many rounds as wanted.
 */
@Timeout(3_600)
class OrdersOverKillTest {
    private static final int ROUNDS = Integer.getInteger("convoy.orders.kills", 3);
    private static final long AWAIT_MILLIS = 60_000;

    /** A ring is told for two minutes. */
    private static final long RING_MILLIS = 121_000;

    private static final int MOST_DELAY_MICROS = 20_000;
    private static final String[] WATCHES = {"away", "there", "word", "late"};

    private final Random random = new Random(Long.getLong("convoy.orders.seed", 7));
    private final Deque<Late> late = new ArrayDeque<>();
    private GatewayProcess gateway;
    private GatewayHands hands;
    private int again;
    private int kept;
    private int over;

    @TempDir
    Path temporary;

    /** A watch that stays away until its order is over. */
    private record Late(String watch, String alert, long overAtMillis) {}

    @AfterEach
    void end() throws Exception {
        if (gateway != null) {
            gateway.end();
        }
    }

    private static String watch(int round, String role) {
        return String.format("8689%06d%05d", round, 1 + List.of(WATCHES).indexOf(role));
    }

    private static String tag(int round) {
        return "tag-" + round;
    }

    private void provision(Path data) throws Exception {
        StringBuilder residents = new StringBuilder("resident_id,name,region_code\n");
        StringBuilder devices = new StringBuilder("device_id,protocol,secret,model,resident_id\n");
        for (int round = 0; round < ROUNDS; round++) {
            residents.append(String.format("q%d,王桂兰,430102001001%n", round));
            devices.append(String.format("%s,mqtt,secret,M1,q%d%n", tag(round), round));
            for (String role : WATCHES) {
                devices.append(String.format("%s,watch,,W1,q%d%n", watch(round, role), round));
            }
        }
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.gateway.store().importResidents(residents.toString().getBytes(StandardCharsets.UTF_8));
            running.gateway.store().importDevices(devices.toString().getBytes(StandardCharsets.UTF_8));
            hands = new GatewayHands(
                    running.consolePort() - 8080, running.token(Role.SUPERVISOR), HttpClient.newHttpClient());
        }
    }

    @Test
    void whatWasOrderedIsToldAfterAKillAndItsAnswerIsInTheHistoryOnce() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        provision(data);
        gateway = new GatewayProcess(
                data, hands.offset(), temporary.resolve("errors").toFile());
        for (int round = 0; round < ROUNDS; round++) {
            round(round);
        }
        gateway.kill();
        // it ends while nobody is there to end it
        await(() -> System.currentTimeMillis() > late.getLast().overAtMillis(), 2 * RING_MILLIS);
        gateway.startAgain();
        whoeverIsLateHearsNothing();
        assertThat(over).isEqualTo(ROUNDS);

        Map<String, Integer> once =
                Map.of("LOCATE", ROUNDS, "RING", ROUNDS, "MESSAGE", 4 * ROUNDS, "MEASURE", 2 * ROUNDS);
        await(() -> hands.confirmed(data).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                >= 8 * ROUNDS);
        assertThat(hands.confirmed(data)).containsExactlyInAnyOrderEntriesOf(once);
        System.out.printf(
                "kills %d, orders %d: after a kill told %d for the first time, %d again; %d answers that came just before it were"
                        + " kept; %d over and not told%n",
                ROUNDS + 1, 10 * ROUNDS, 2 * ROUNDS, again, kept, over);
    }

    private void round(int round) throws Exception {
        String alert;
        String command;
        try (OrderedWatch there = hands.watch(watch(round, "there"));
                OrderedWatch word = hands.watch(watch(round, "word"));
                OrderedBand tag = new OrderedBand(tag(round), hands.port(GatewayConfig.Port.MQTT))) {
            there.say("AL,010126,000000,V,0.0,N,0.0,E,0,0,0,0,80,76,120,0,00010000,0,0,0");
            await(() -> there.told("AL") == 1);
            await(() -> !hands.openAlertOf(watch(round, "there")).isEmpty());
            alert = hands.openAlertOf(watch(round, "there"));
            for (String what : new String[] {"locate", "measure", "ring", "message"}) {
                order(alert, watch(round, "there"), what);
            }
            order(alert, tag(round), "message");
            order(alert, watch(round, "word"), "message");
            order(alert, watch(round, "late"), "ring");
            late.add(new Late(watch(round, "late"), alert, System.currentTimeMillis() + RING_MILLIS));
            await(() -> there.orders() == 4 && word.orders() == 1 && tag.told().size() == 1);
            command = tag.told().getFirst();

            // of four without an answer the next waits: its device is connected, and not a byte of it goes out
            String fallAlarm = "/api/devices/" + watch(round, "there") + "/order";
            assertThat(hands.post(fallAlarm, "{\"what\":\"fallAlarm\",\"enabled\":true}"))
                    .isEqualTo(200);
            order(alert, watch(round, "away"), "message");
            word.answer();
            LockSupport.parkNanos(1_000L * random.nextInt(MOST_DELAY_MICROS));
            gateway.kill();
            assertThat(there.orders()).isEqualTo(4);
        }
        gateway.startAgain();
        whoeverIsLateHearsNothing();
        tellAgain(round, alert, command);
    }

    private void tellAgain(int round, String alert, String command) throws Exception {
        try (OrderedWatch there = hands.watch(watch(round, "there"));
                OrderedWatch word = hands.watch(watch(round, "word"));
                OrderedWatch away = hands.watch(watch(round, "away"));
                OrderedBand tag = new OrderedBand(tag(round), hands.port(GatewayConfig.Port.MQTT))) {
            await(() -> there.orders() == 4 && away.orders() == 1 && tag.told().size() == 1);
            assertThat(tag.told()).as("the same command").containsExactly(command);
            assertThat(there.told("FALLDOWN")).isZero();
            there.answer();
            word.answer();
            away.answer();
            tag.acknowledge();
            await(() -> hands.orders(alert).values().stream()
                            .filter("ACKNOWLEDGED"::equals)
                            .count()
                    == 7);
            await(() ->
                    "ACKNOWLEDGED".equals(hands.ordersOf(watch(round, "there")).get("FALL_ALARM")));
            assertThat(hands.orders(alert)).hasSize(8).containsEntry(watch(round, "late") + " RING", "PENDING");
            assertThat(there.told("FALLDOWN")).isEqualTo(1);
            assertThat(word.orders()).isLessThanOrEqualTo(1);
            again += 5 + (int) word.orders();
            kept += 1 - (int) word.orders();
        }
    }

    private void order(String alert, String device, String what) throws Exception {
        String text = what.equals("message") ? ",\"text\":\"医生就到\"" : "";
        assertThat(hands.post(
                        "/api/alerts/" + alert + "/order",
                        "{\"what\":\"" + what + "\",\"deviceId\":\"" + device + "\"" + text + "}"))
                .as("%s of %s", what, device)
                .isEqualTo(200);
    }

    /** Those whose order is over come now, the gateway has just been started; a later order tells that nothing is before it. */
    private void whoeverIsLateHearsNothing() throws Exception {
        while (!late.isEmpty() && late.getFirst().overAtMillis() < System.currentTimeMillis()) {
            Late next = late.removeFirst();
            try (OrderedWatch watch = hands.watch(next.watch())) {
                watch.answer();
                order(next.alert(), next.watch(), "measure");
                await(() -> watch.told("hrtstart") == 1);
                assertThat(watch.told("FIND")).as("rings in vain").isZero();
                await(() -> "ACKNOWLEDGED".equals(hands.orders(next.alert()).get(next.watch() + " MEASURE")));
                assertThat(hands.orders(next.alert())).containsEntry(next.watch() + " RING", "EXPIRED");
            }
            over++;
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        await(condition, AWAIT_MILLIS);
    }

    private static void await(Callable<Boolean> condition, long millis) throws Exception {
        long from = System.nanoTime();
        while (!condition.call()) {
            if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from) > millis) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}

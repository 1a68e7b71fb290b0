package care.convoy.console.stage;

import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertRow;
import care.convoy.console.Devices;
import care.convoy.console.Position;
import care.convoy.console.RecordsUnavailable;
import care.convoy.console.Residents;
import care.convoy.console.Tasks;
import care.convoy.console.VitalsSeries;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Fictional residents of a fictional county, their devices, vitals and tasks. Thread-safe. */
public final class StagedRecords implements Residents, VitalsSeries, Devices, Tasks {
    /** Everybody lives in this county but the last, who lives in the next one. */
    public static final String COUNTY = "430199";

    /** Somebody with two devices, and the second of them. */
    public static final String PAIR = "R0012";

    public static final String SECOND = "B0012";

    private final InstantSource clock;
    private final Supplier<List<Command.OrderForDevice>> orders;
    private final Supplier<Map<String, Command.BeginTest>> tests;
    private final Map<String, AlertRow.Brief> people = new LinkedHashMap<>();
    private volatile boolean down;

    /**
     * @param tests devices on test, by id, with what began it
     * @param orders without a case
     */
    StagedRecords(
            InstantSource clock,
            Supplier<Map<String, Command.BeginTest>> tests,
            Supplier<List<Command.OrderForDevice>> orders) {
        this.orders = orders;
        this.clock = clock;
        this.tests = tests;
        add("R0001", "陈玉珍", "F", 85, true, "月华社区 16栋 104");
        add("R0002", "何寿山", "M", 83, false, "银盆岭社区 4栋 301");
        add("R0003", "张建国", "M", 76, false, "月华社区 15栋 402");
        add("R0004", "刘德福", "M", 77, false, "白鸽村 7组 12号");
        add("R0005", "周淑英", "F", 81, true, "月华社区 2栋 604");
        add("R0006", "李秀兰", "F", 79, false, "桃花村 3组 5号");
        add("R0007", "欧阳德", "M", 88, true, "银盆岭社区 9栋 101");
        add("R0008", "周启明", "M", 81, false, "白鸽村 2组 9号");
        add("R0009", "谭玉秀", "F", 74, true, "月华社区 7栋 203");
        add("R0010", "王桂兰", "F", 78, true, "月华社区 3栋 502");
        add("R0011", "孙长庚", "M", 82, false, "桃花村 1组 18号");
        add("R0012", "黄素芬", "F", 80, true, "银盆岭社区 6栋 202");
        add("R0013", "吴天佑", "M", 73, false, "白鸽村 5组 3号");
        add("R0014", "罗秋菊", "F", 90, true, "月华社区 11栋 301");
        add("R0015", "马有田", "M", 79, false, "桃花村 8组 2号");
        people.put("R0099", new AlertRow.Brief("R0099", "邻县人", "M", 70, false, "外县 1号", "430299001001", 1));
    }

    private void add(String id, String name, String sex, int age, boolean alone, String place) {
        people.put(id, new AlertRow.Brief(id, name, sex, age, alone, place, COUNTY + "001" + id.substring(2) + "0", 2));
    }

    /** From now on nothing can be read. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** Everybody, in order. */
    public List<AlertRow.Brief> people() {
        return List.copyOf(people.values());
    }

    /** One of them. */
    public AlertRow.Brief person(String id) {
        return Optional.ofNullable(people.get(id)).orElseThrow();
    }

    @Override
    public Optional<ResidentRecord> byId(String id) {
        check();
        return Optional.ofNullable(people.get(id)).map(StagedRecords::record);
    }

    private void check() {
        if (down) {
            throw new RecordsUnavailable("records are down");
        }
    }

    private static ResidentRecord record(AlertRow.Brief brief) {
        int age = brief.age() == null ? 80 : brief.age();
        return new ResidentRecord(
                brief,
                3,
                LocalDate.of(2026 - age, 5, 12),
                "lunar",
                "岳湖县月华街道" + brief.place() + "（5楼，有电梯）",
                new Position(28.2282, 112.9388, null, null, true, null),
                "13912345678",
                "门禁 2580#，水表箱内钥匙盒",
                new Medical(
                        List.of("冠心病", "房颤"),
                        List.of("华法林", "美托洛尔"),
                        List.of("青霉素"),
                        "A+",
                        "陈国梁",
                        "13600002093",
                        "湘江医院"),
                List.of(
                        contact("c1", "周秀芳", "neighbour", 1, "13900001187", Set.of("key", "near")),
                        contact("c2", "吴敏", "post_b", 2, "13700004452", Set.of()),
                        contact("c3", "陈国梁", "village_doctor", 1, "13600002093", Set.of("medical")),
                        contact("c4", "赵建平", "post_a", 2, "13800008000", Set.of("sign"))),
                brief.id().equals(PAIR)
                        ? List.of("D" + brief.id().substring(1), SECOND)
                        : List.of("D" + brief.id().substring(1)));
    }

    private static Contact contact(
            String id, String name, String role, int ring, String phone, Set<String> capabilities) {
        return new Contact(id, name, role, ring, phone, capabilities, List.of("VOICE", "SMS"), "");
    }

    @Override
    public List<Point> series(VitalsSeries.Query query) {
        check();
        List<Point> points = new ArrayList<>();
        for (Instant at = query.from(); at.isBefore(query.to()); at = at.plus(query.step())) {
            double wave = Math.sin(at.getEpochSecond() / 1_800.0);
            points.add(new Point(
                    at, 84 + 12 * wave, 95 - 2 * wave, 138 + 9 * wave, 82 + 4 * wave, 33.4, null, null, null));
        }
        return points;
    }

    @Override
    public Optional<Latest> latest(String deviceId) {
        check();
        AlertRow.Brief brief = people.get("R" + deviceId.substring(1));
        if (brief == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return Optional.of(new Latest(
                deviceId,
                brief.regionCode(),
                now.minusSeconds(8),
                82,
                71,
                2_310,
                new Position(28.2282, 112.9388, 25.0, "gnss", true, now.minusSeconds(40)),
                new Vitals(118, 89, 168, 95, 33.2, now.minusSeconds(8)),
                List.of("sos"),
                null));
    }

    @Override
    public Optional<Orders> orders(String deviceId) {
        return latest(deviceId)
                .map(latest -> new Orders(
                        latest.regionCode(),
                        orders.get().stream()
                                .filter(order -> order.device().equals(deviceId))
                                .map(this::pending)
                                .toList()
                                .reversed()));
    }

    private Order pending(Command.OrderForDevice order) {
        Instant now = clock.instant();
        String what = order.order().what().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        return new Order(what, now, order.key().operator(), false, "PENDING", now, now.plusSeconds(120));
    }

    @Override
    public List<OnTest> onTest() {
        return tests.get().values().stream()
                .map(begun -> new OnTest(
                        begun.device(),
                        clock.instant().plus(begun.time()),
                        begun.key().operator(),
                        people.get("R" + begun.device().substring(1))))
                .toList();
    }

    @Override
    public List<Task> open() {
        check();
        Instant now = clock.instant();
        return List.of(
                task("D0005/lowBattery", "lowBattery", "P4", "R0005", now.minusSeconds(7_200)),
                task("D0013/missedTest", "missedTest", "P4", "R0013", now.minusSeconds(90_000)),
                task("D0014/information", "information", "P5", "R0014", now.minusSeconds(600)),
                task("D0099/lowBattery", "lowBattery", "P4", "R0099", now.minusSeconds(60)));
    }

    private Task task(String id, String kind, String priority, String resident, Instant at) {
        return new Task(
                id,
                "D" + resident.substring(1),
                kind,
                priority,
                AlertRow.Status.EXERCISE,
                at,
                at.plusSeconds(30),
                2,
                people.get(resident));
    }
}

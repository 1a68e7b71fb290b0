package care.convoy.console.stage;

import care.convoy.console.Warnings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Warnings as a test says; a warning is for the region that it was given. Thread-safe. */
public final class StagedWarnings implements Warnings {
    private final List<Warning> all = new CopyOnWriteArrayList<>();
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final Map<String, List<String>> residents = new ConcurrentHashMap<>();

    /** A rainstorm in both languages until an hour from then. */
    public void rainstorm(String id, String status, String region, Instant now, String... touched) {
        Block english = new Block(
                "en-US",
                "Rainstorm",
                "Red rainstorm warning",
                "Heavy rain.",
                "Stay inside.",
                "Changsha Observatory",
                "EXTREME",
                "IMMEDIATE",
                "OBSERVED",
                "RED",
                now,
                now,
                now.plusSeconds(3_600),
                List.of("Changsha"));
        Block chinese = new Block(
                "zh-CN",
                "暴雨",
                "长沙市气象台发布暴雨红色预警",
                "强降雨。",
                "请勿外出。",
                "长沙市气象台",
                "EXTREME",
                "IMMEDIATE",
                "OBSERVED",
                "RED",
                now,
                now,
                now.plusSeconds(3_600),
                List.of("长沙市"));
        regions.put(id, region);
        residents.put(id, List.of(touched));
        all.add(new Warning(
                id, "changsha@cma.example", now, status, "EXTREME", "RED", touched.length, List.of(english, chinese)));
    }

    @Override
    public List<Warning> inForce(String scope) {
        return all.stream()
                .filter(each -> regions.getOrDefault(each.id(), "").startsWith(scope))
                .toList();
    }

    @Override
    public Optional<Warning> find(String id, String scope) {
        return inForce(scope).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    @Override
    public List<Warning> ofResident(String resident) {
        return all.stream()
                .filter(each -> residents.getOrDefault(each.id(), List.of()).contains(resident))
                .toList();
    }

    @Override
    public List<String> residentsOf(String id, String scope, int most) {
        return residents.getOrDefault(id, List.of()).stream().limit(most).toList();
    }
}

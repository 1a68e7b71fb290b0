package care.convoy.operator;

import care.convoy.console.Warnings;
import care.convoy.device.ResidentId;
import care.convoy.warning.Area;
import care.convoy.warning.CapMessage.Info;
import care.convoy.warning.WarningsInForce;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in force, in the console's words. Thread-safe. */
final class OperatorWarnings implements Warnings {
    private static final int LONGEST_NUMBER = 18;

    private final WarningsInForce inForce;
    private final Clock clock;

    OperatorWarnings(WarningsInForce inForce, Clock clock) {
        this.inForce = inForce;
        this.clock = clock;
    }

    @Override
    public List<Warning> inForce(String scope) {
        Instant now = clock.instant();
        return inForce.seenFrom(scope, now).stream()
                .map(seen -> warning(seen.warning(), seen.residents(), now))
                .toList();
    }

    @Override
    public Optional<Warning> find(String id, String scope) {
        Instant now = clock.instant();
        return number(id)
                .flatMap(number -> inForce.find(number, scope, now))
                .map(seen -> warning(seen.warning(), seen.residents(), now));
    }

    @Override
    public List<Warning> ofResident(String resident) {
        Instant now = clock.instant();
        return inForce.of(new ResidentId(resident), now).stream()
                .map(each -> warning(each, 0, now))
                .toList();
    }

    @Override
    public List<String> residentsOf(String id, String scope, int most) {
        return number(id).map(number -> inForce.residentsOf(number, scope, most)).orElse(List.of()).stream()
                .map(ResidentId::value)
                .toList();
    }

    private static Optional<Long> number(String id) {
        return !id.isEmpty() && id.length() <= LONGEST_NUMBER && id.chars().allMatch(each -> each >= '0' && each <= '9')
                ? Optional.of(Long.parseLong(id))
                : Optional.empty();
    }

    private static Warning warning(care.convoy.warning.Warning warning, int residents, Instant now) {
        return new Warning(
                Long.toString(warning.number()),
                warning.message().id().sender(),
                warning.message().id().sent(),
                warning.message().status().name(),
                warning.severity(now).name(),
                name(warning.colour(now)),
                residents,
                warning.holding(now).stream().map(OperatorWarnings::block).toList());
    }

    private static Block block(Info info) {
        return new Block(
                info.language(),
                info.words().event(),
                info.words().headline(),
                info.words().description(),
                info.words().instruction(),
                info.words().senderName(),
                info.degree().severity().name(),
                info.degree().urgency().name(),
                info.degree().certainty().name(),
                name(info.degree().colour()),
                info.period().effective(),
                info.period().onset(),
                info.period().expires(),
                info.areas().stream().map(Area::description).toList());
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}

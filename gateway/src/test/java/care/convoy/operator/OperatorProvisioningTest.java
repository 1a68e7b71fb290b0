package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Provisioning;
import care.convoy.console.Provisioning.Outcome;
import care.convoy.console.Provisioning.Why;
import care.convoy.console.Users;
import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import care.convoy.resident.ResidentDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorProvisioningTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final DeviceRegistry registry = new DeviceRegistry();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final OperatorProvisioning provisioning = provisioning();

    private final class InMemory implements DeviceArchive {
        @Override
        public boolean add(RegisteredDevice device) {
            boolean added = registry.find(device.id()) == null;
            if (added) {
                registry.put(List.of(device));
            }
            return added;
        }

        @Override
        public @Nullable RegisteredDevice change(DeviceId id, UnaryOperator<RegisteredDevice> change) {
            RegisteredDevice known = registry.find(id);
            if (known != null) {
                registry.put(List.of(change.apply(known)));
            }
            return registry.find(id);
        }

        @Override
        public void forgetQuarantined(Protocol protocol, String id) {
            // not looked at here
        }
    }

    private static final class Nobody implements Users {
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
            throw new UnsupportedOperationException();
        }
    }

    private OperatorProvisioning provisioning() {
        registry.put(List.of(new RegisteredDevice(BAND, Protocol.MQTT, secret("one"), "M", List.of())));
        ResidentDirectory residents = new ResidentDirectory();
        Names names = new Names(new Nobody());
        AlertRows rows = new AlertRows(
                new AlertRows.Sources(
                        residents::find,
                        device -> null,
                        device -> List.of(),
                        device -> RegisteredDevice.State.SERVED,
                        alert -> false),
                names,
                Clock.systemUTC());
        DeviceCards cards = new DeviceCards(
                new DeviceCards.Sources(registry, new LatestBoard(registry), new DownlinkRouter(), residents),
                rows,
                names,
                now::get);
        return new OperatorProvisioning(
                new OperatorProvisioning.Places(
                        new InMemory(), residents, Set.of(new DeviceId("canary")), protocol -> List.of()),
                cards,
                now::get);
    }

    private static Secret secret(String text) {
        return Secret.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private RegisteredDevice band() {
        return Objects.requireNonNull(registry.find(BAND));
    }

    private Proof proof(String secret) {
        return band().proofBy(secret.getBytes(StandardCharsets.UTF_8), now.get().toEpochMilli());
    }

    private Outcome rotate(String to) {
        return provisioning.rotate("band-1", new Provisioning.Rotate(to, Duration.ofDays(1), false));
    }

    @Test
    void aSecretThatWasNeverUsedDoesNotPushOutTheOneThatTheDeviceHas() {
        assertThat(rotate("two")).isInstanceOf(Outcome.Done.class);
        now.set(NOON.plusSeconds(11));
        assertThat(rotate("three")).isInstanceOf(Outcome.Done.class);
        assertThat(proof("one")).as("what the device has").isEqualTo(Proof.FORMER);
        assertThat(proof("two")).isEqualTo(Proof.NONE);
        registry.loggedIn(band(), Proof.PRESENT, now.get().toEpochMilli());
        now.set(NOON.plusSeconds(22));
        rotate("four");
        assertThat(proof("three")).as("it was used").isEqualTo(Proof.FORMER);
        assertThat(proof("one")).isEqualTo(Proof.NONE);
        now.set(NOON.plusSeconds(22).plus(Duration.ofDays(1)));
        assertThat(proof("three")).isEqualTo(Proof.NONE);
    }

    @Test
    void theSameWishTwiceDrawsNoOtherSecret() {
        rotate("two");
        now.set(NOON.plusSeconds(9));
        assertThat(rotate("three")).isEqualTo(new Outcome.Refused(Why.JUST_REPLACED, ""));
        assertThat(proof("two")).isEqualTo(Proof.PRESENT);
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(provisioning.rotate("canary", new Provisioning.Rotate(null, Duration.ZERO, false)))
                .isEqualTo(new Outcome.Refused(Why.UNKNOWN_DEVICE, ""));
        assertThat(create("band-1", "mqtt", null)).isEqualTo(new Outcome.Refused(Why.EXISTS, "band-1"));
        assertThat(create("canary", "mqtt", null)).isEqualTo(new Outcome.Refused(Why.EXISTS, "canary"));
        assertThat(create("n", "native", "short"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail()).contains("64 hexadecimal"));
        assertThat(create("w", "watch", null))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.secret()).isNull());
        assertThat(provisioning.rotate("w", new Provisioning.Rotate(null, Duration.ZERO, false)))
                .isEqualTo(new Outcome.Refused(Why.NO_SECRET, ""));
        assertThat(create("k", "native", null))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.secret()).hasSize(64));
    }

    private Outcome create(String id, String protocol, @Nullable String secret) {
        return provisioning.create(new Provisioning.NewDevice(id, protocol, secret, "", List.of(), region -> true));
    }
}

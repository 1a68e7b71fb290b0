package care.convoy.ingest.tcp;

import care.convoy.device.DeviceId;
import care.convoy.firmware.CloseReason;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.Header;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.ServerLogin;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Standing;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.ClientCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The login of one connection (PROTOCOL.md §8): hello, challenge, proof, welcome. Confined to the connection's loop. It costs a
 * look-up and one HMAC, two while a key is being replaced; the check is always made, whatever failed before.
 */
final class Handshake {
    private final NativeParts parts;
    private @Nullable RegisteredDevice device;
    private @Nullable ServerLogin login;

    Handshake(NativeParts parts) {
        this.parts = parts;
    }

    /** What follows from a message. */
    sealed interface Step {
        /** Send it and wait on. */
        final class Reply implements Step {
            private final byte[] message;

            Reply(byte[] message) {
                this.message = message;
            }

            byte[] message() {
                return message;
            }
        }

        /** Both sides are proved. */
        final class Opened implements Step {
            private final byte[] welcome;
            private final NativeDevice device;

            Opened(byte[] welcome, NativeDevice device) {
                this.welcome = welcome;
                this.device = device;
            }

            byte[] welcome() {
                return welcome;
            }

            NativeDevice device() {
                return device;
            }
        }

        /** Not let in. @param device id as presented if it has the shape of one, else empty */
        record Refused(CloseReason reason, LoginFailure why, String device) implements Step {}
    }

    /** Takes the next message of the login, without framing. @param certificate what the device showed, if anything */
    Step take(byte[] message, long nowMillis, @Nullable ClientCertificate certificate) {
        return device == null || login == null
                ? hello(message, nowMillis, certificate)
                : proof(message, device, login, nowMillis);
    }

    private Step hello(byte[] message, long nowMillis, @Nullable ClientCertificate certificate) {
        if (!(MessageDecoder.decode(message) instanceof NativeMessage decoded)
                || !(decoded.message() instanceof SessionMessage.Hello hello)) {
            return new Step.Refused(CloseReason.OUT_OF_ORDER, LoginFailure.MALFORMED, "");
        }
        if (!DeviceId.isValid(hello.deviceId())) {
            return new Step.Refused(CloseReason.UNKNOWN_DEVICE, LoginFailure.MALFORMED, "");
        }
        DeviceId id = new DeviceId(hello.deviceId());
        if (certificate != null && !certificate.names(id.value())) {
            return new Step.Refused(CloseReason.UNKNOWN_DEVICE, LoginFailure.FOREIGN_CERTIFICATE, id.value());
        }
        RegisteredDevice known = parts.services().registry().find(id);
        if (known == null) {
            return new Step.Refused(CloseReason.UNKNOWN_DEVICE, LoginFailure.UNKNOWN_DEVICE, id.value());
        }
        if (known.protocol() != Protocol.NATIVE || known.secret().toBytes().length != DeviceKey.BYTES) {
            return new Step.Refused(CloseReason.UNKNOWN_DEVICE, LoginFailure.WRONG_PROTOCOL, id.value());
        }
        boolean offered = (hello.features() & SessionMessage.Hello.FEATURE_SEALED) != 0;
        if (parts.config().sealing() == NativeSealing.REQUIRED && !offered) {
            return new Step.Refused(CloseReason.SEALING, LoginFailure.NOT_SEALED, id.value());
        }
        boolean sealing = parts.config().sealing() != NativeSealing.OFF;
        Nonce nonce = new Nonce(parts.random().nextLong(), parts.random().nextLong());
        ServerLogin begun = new ServerLogin(nonce);
        return switch (begun.challenge(message, parts.memory().lastSeen(id), nowMillis, sealing)) {
            case LoginStep.Send challenge -> {
                device = known;
                login = begun;
                yield new Step.Reply(challenge.message());
            }
            case LoginStep.Refuse refuse -> new Step.Refused(refuse.reason(), failure(refuse.reason()), id.value());
            case LoginStep.Open open -> throw new IllegalStateException("a device's step");
        };
    }

    private Step proof(byte[] message, RegisteredDevice known, ServerLogin begun, long nowMillis) {
        var terms = new ServerLogin.Terms(
                known.isServed() ? Standing.FULL : Standing.ALARMS_ONLY,
                parts.config().heartbeatSeconds(),
                parts.config().idleSeconds());
        List<DeviceKey> keys = known.secretsAt(nowMillis).stream()
                .map(secret -> DeviceKey.of(secret.toBytes()))
                .toList();
        return switch (begun.welcome(message, keys, terms, nowMillis)) {
            case LoginStep.Send welcome ->
                new Step.Opened(welcome.message(), new NativeDevice(known, begun, sequence(message), parts.memory()));
            case LoginStep.Refuse refuse ->
                new Step.Refused(
                        refuse.reason(), failure(refuse.reason()), known.id().value());
            case LoginStep.Open open -> throw new IllegalStateException("a device's step");
        };
    }

    private static long sequence(byte[] proof) {
        return MessageDecoder.decode(proof) instanceof NativeMessage(Header header, var _, var _)
                ? header.sequence()
                : LastSeen.NOTHING.sequence();
    }

    private static LoginFailure failure(CloseReason reason) {
        return switch (reason) {
            case WRONG_PROOF -> LoginFailure.WRONG_SECRET;
            case VERSION -> LoginFailure.VERSION;
            default -> LoginFailure.MALFORMED;
        };
    }
}

package care.convoy.ingest.jt808;

import care.convoy.device.DeviceId;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.Secret;
import care.convoy.ingest.jt808.Frame.Form;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may be served: a device registers, is given its code, and shows it at every connection (0x0100, 0x0102; JT/T 808
 * §8.5, §8.8). A code that is in the devices file is known to the device already and is never given away.
 */
final class Login {
    private static final int SHORT_NUMBER = 12;

    private final Jt808Parts parts;

    Login(Jt808Parts parts) {
        this.parts = parts;
    }

    /** What is to be done. */
    sealed interface Step {
        /** Answer a registration. @param result 0 taken, 3 has its code already, 4 unknown */
        record Registered(int result, String code) implements Step {}

        /** The device is who it says. @param proof with which of its codes */
        record Opened(RegisteredDevice device, Proof proof) implements Step {}

        /** It is not. */
        record Refused(LoginFailure why) implements Step {}
    }

    Step register(Frame frame) {
        return find(frame)
                .map(device -> device.secret().isEmpty()
                        ? new Step.Registered(0, parts.codes().apply(device.id()))
                        : new Step.Registered(3, ""))
                .orElse(new Step.Registered(4, ""));
    }

    Step authenticate(Frame frame, long nowMillis) {
        Optional<RegisteredDevice> known = find(frame);
        if (known.isEmpty()) {
            return new Step.Refused(LoginFailure.UNKNOWN_DEVICE);
        }
        RegisteredDevice device = known.get();
        Proof proof = proof(device, code(frame), nowMillis);
        return proof == Proof.NONE ? new Step.Refused(LoginFailure.WRONG_SECRET) : new Step.Opened(device, proof);
    }

    /** Of a device without a code of its own the one that it was given is good, likewise while that is its former one. */
    private Proof proof(RegisteredDevice device, byte[] shown, long nowMillis) {
        boolean given = Secret.copyOf(parts.codes().apply(device.id()).getBytes(StandardCharsets.US_ASCII))
                .matches(shown);
        if (given && device.secret().isEmpty()) {
            return Proof.PRESENT;
        }
        Proof own = device.proofBy(shown, nowMillis);
        Rotation rotation = device.rotation();
        boolean formerlyGiven = rotation != null && rotation.former().isEmpty() && rotation.lastsAt(nowMillis);
        return own == Proof.NONE && given && formerlyGiven ? Proof.FORMER : own;
    }

    private static byte[] code(Frame frame) {
        Body body = new Body(frame.body());
        String code = (frame.form() == Form.LONG ? body.part(body.u8()) : body).text();
        return code.getBytes(StandardCharsets.UTF_8);
    }

    /** As people write the number, or as it stands in either header. */
    Optional<RegisteredDevice> find(Frame frame) {
        String all = frame.terminal();
        RegisteredDevice device = provisioned(frame.number());
        if (device == null) {
            device = provisioned(all);
        }
        if (device == null && all.length() > SHORT_NUMBER) {
            device = provisioned(all.substring(all.length() - SHORT_NUMBER));
        }
        return Optional.ofNullable(device);
    }

    private @Nullable RegisteredDevice provisioned(String id) {
        RegisteredDevice device = parts.shared().services().registry().find(new DeviceId(id));
        return device != null && device.protocol() == Protocol.JT808 ? device : null;
    }
}

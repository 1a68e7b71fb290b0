package care.convoy.ingest.bridge;

import java.util.Locale;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in one line for a person. Pure. */
final class Reasons {
    private static final int LONGEST = 200;

    /** Reason codes of the protocol itself are one byte; the client's own are larger. */
    private static final int LARGEST_OF_PROTOCOL = 0xFF;

    private static final int CLIENT_TIMEOUT = 32_000;
    private static final int CONNECTION_LOST = 32_109;

    private Reasons() {}

    static String of(Throwable failed) {
        if (!(failed instanceof MqttException mqtt)) {
            return line(failed.toString());
        }
        int code = mqtt.getReasonCode();
        Throwable cause = mqtt.getCause();
        if (cause != null && code != CONNECTION_LOST) {
            return line(
                    cause instanceof MqttException
                            ? of(cause)
                            : cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
        if (code >= 0x80 && code <= LARGEST_OF_PROTOCOL) {
            return word(code);
        }
        return switch (code) {
            case CLIENT_TIMEOUT -> "no answer in time";
            case CONNECTION_LOST -> "the connection broke";
            default -> line("client error " + code + ", " + mqtt.getMessage());
        };
    }

    static String of(MqttDisconnectResponse response) {
        if (response.getException() != null) {
            return of(response.getException());
        }
        String said = response.getReasonString();
        return line(word(response.getReturnCode()) + (said == null ? "" : ", " + said));
    }

    static String hex(int reason) {
        return "0x" + Integer.toHexString(reason).toUpperCase(Locale.ROOT);
    }

    /** MQTT 5.0 §2.4, those with a mend. */
    private static String word(int code) {
        String meaning = switch (code) {
            case 0x84 -> "the broker does not speak MQTT 5.0";
            case 0x85 -> "the broker does not take the client id";
            case 0x86 -> "user or password are wrong";
            case 0x87 -> "the broker does not let this user do that";
            case 0x89, 0x97 -> "the broker is overloaded";
            case 0x8B -> "the broker shuts down";
            case 0x8E -> "another client uses the same client id";
            case 0x9E -> "the broker does not serve shared subscriptions";
            default -> "refused by the broker";
        };
        return meaning + " (" + hex(code) + ")";
    }

    private static String line(@Nullable String text) {
        String one = String.valueOf(text).replaceAll("\\s+", " ").strip();
        return one.length() > LONGEST ? one.substring(0, LONGEST) : one;
    }
}

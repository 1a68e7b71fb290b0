package care.convoy.console.web;

import care.convoy.console.AlertCommands.DeviceOrder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is ordered of a device, from a request's body; the contract has checked types and ranges. Pure. */
final class OrderReader {
    private static final int MOST_CHARACTERS = 60;
    private static final int FIRST_EMBEDDING = 0x202A;
    private static final int LAST_OVERRIDE = 0x202E;
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,19}");

    private OrderReader() {}

    /** The body says something that cannot be ordered; the message names the member and the mend. */
    static final class Odd extends Exception {
        private static final long serialVersionUID = 1;

        Odd(String message) {
            super(message, null, false, false);
        }

        Problem problem() {
            return Problem.of(400, "bad-request", String.valueOf(getMessage()));
        }
    }

    /** Of {@code orderForAlert}. */
    static DeviceOrder forAlert(JsonObject body) throws Odd {
        String text = text(body);
        return switch (body.getString("what")) {
            case "locate" -> new DeviceOrder.Locate();
            case "measure" -> new DeviceOrder.Measure();
            case "ring" -> new DeviceOrder.Ring();
            case "callBack" -> new DeviceOrder.CallBack();
            case "message" -> new DeviceOrder.Message(shown(text));
            default -> throw new Odd("what: locate, measure, ring, callBack or message.");
        };
    }

    private static @Nullable String text(JsonObject body) throws Odd {
        String text = body.getString("text");
        if (text != null && !body.getString("what").equals("message")) {
            throw new Odd("text: only a message has one.");
        }
        return text;
    }

    /** Devices show 60 characters of Unicode's basic plane. */
    private static String shown(@Nullable String text) throws Odd {
        String words = text == null ? "" : text.strip();
        if (words.isEmpty()) {
            throw new Odd("text: a message has one.");
        }
        if (words.length() > MOST_CHARACTERS) {
            throw new Odd("text: at most " + MOST_CHARACTERS + " characters; a device shows no more.");
        }
        if (!words.chars().allMatch(OrderReader::isShown)) {
            throw new Odd("text: without line breaks and pictures; a device cannot show them.");
        }
        return words;
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> false;
            // what turns the direction of all that follows; joiners, which some scripts need, are formats, too
            case Character.FORMAT -> character < FIRST_EMBEDDING || character > LAST_OVERRIDE;
            default -> true;
        };
    }

    /** Of {@code orderForDevice}. */
    static DeviceOrder forDevice(JsonObject body) throws Odd {
        return switch (body.getString("what")) {
            case "configure" -> configure(body);
            case "sosNumbers" -> numbers(body.getJsonArray("numbers"));
            case "fallAlarm" -> {
                Boolean on = body.getBoolean("enabled");
                if (on == null) {
                    throw new Odd("enabled: true or false.");
                }
                yield new DeviceOrder.FallAlarm(on);
            }
            default -> forAlert(body);
        };
    }

    private static DeviceOrder configure(JsonObject body) throws Odd {
        Integer heartbeat = body.getInteger("heartbeatSeconds");
        Integer vitals = body.getInteger("vitalsSeconds");
        Integer location = body.getInteger("locationSeconds");
        if (heartbeat == null && vitals == null && location == null) {
            throw new Odd("heartbeatSeconds, vitalsSeconds, locationSeconds: at least one.");
        }
        return new DeviceOrder.Configure(heartbeat, vitals, location);
    }

    private static DeviceOrder numbers(JsonArray given) throws Odd {
        if (given == null) {
            throw new Odd("numbers: a list, empty for none.");
        }
        List<String> numbers = given.stream().map(String.class::cast).toList();
        if (!numbers.stream().allMatch(number -> NUMBER.matcher(number).matches())) {
            throw new Odd("numbers: 3 to 19 digits each, with + before them if need be.");
        }
        return new DeviceOrder.SosNumbers(numbers);
    }
}

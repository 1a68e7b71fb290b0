package care.convoy.sim.scripted;

import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.sim.device.MessageKey;
import java.util.HexFormat;

/**
 * A message that the scripted gateway took from a logged-in device.
 *
 * @param hex the message's bytes without frame
 */
public record Heard(String deviceId, Header header, Message message, String hex) {

    public MessageKey key() {
        return new MessageKey(deviceId, header.epoch(), header.sequence());
    }

    static Heard of(String deviceId, Header header, Message message, byte[] bytes) {
        return new Heard(deviceId, header, message, HexFormat.of().formatHex(bytes));
    }
}

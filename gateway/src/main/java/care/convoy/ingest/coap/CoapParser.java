package care.convoy.ingest.coap;

import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAPMessageFormatException;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.network.serialization.MessageHeader;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.elements.util.DatagramReader;

/**
 * Californium's parser, but for a message with more in it than its block holds: that one fails there with an error in the log for each,
 * and no answer. Here the only block of a body is taken as it is, for it may be a call for help; any other is told 4.00. Thread-safe.
 */
final class CoapParser extends UdpDataParser {
    CoapParser() {
        super(true, StandardOptionRegistry.getDefaultOptionRegistry());
    }

    @Override
    protected Message parseMessage(DatagramReader in, MessageHeader header, Message message) {
        try {
            return super.parseMessage(in, header, message);
        } catch (IllegalStateException larger) {
            throw new CoAPMessageFormatException(
                    "Block1: the payload is larger than the block",
                    header.getToken(),
                    header.getMID(),
                    header.getCode(),
                    header.getType() == CoAP.Type.CON,
                    ResponseCode.BAD_REQUEST);
        }
    }

    @Override
    public void parseOptionsAndPayload(DatagramReader in, Message message) {
        try {
            super.parseOptionsAndPayload(in, message);
        } catch (IllegalStateException larger) {
            // thrown last of all: options and payload are there
            BlockOption block = message.getOptions().getBlock1();
            if (block == null || block.getNum() != 0 || block.isM()) {
                throw larger;
            }
            message.getOptions().removeBlock1();
        }
    }
}

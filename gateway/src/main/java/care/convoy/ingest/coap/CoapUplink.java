package care.convoy.ingest.coap;

import care.convoy.alert.AlertId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Answer;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.Taken;
import java.util.concurrent.Executor;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Message.OffloadMode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /up}. An alarm gets its empty acknowledgement at once and 2.04 in a response of its own only when it is durable;
 * 5.03 with Max-Age if it could not be made so, whereupon the device repeats it. Anything else is answered at once.
 */
final class CoapUplink {
    /** After so long a device is to repeat what was not taken. */
    static final long RETRY_SECONDS = 5;

    private final CoapParts parts;

    CoapUplink(CoapParts parts) {
        this.parts = parts;
    }

    void post(Exchange exchange, RegisteredDevice device) {
        Request request = exchange.getRequest();
        byte[] body = request.getPayload();
        Format format = format(request, body);
        if (format == null) {
            parts.counters().reject(Reject.UNKNOWN_TYPE);
            CoapRoutes.fail(
                    exchange,
                    ResponseCode.UNSUPPORTED_CONTENT_FORMAT,
                    "Content-Format: 42 (native message), 50 (JSON) or 60 (CBOR)");
            return;
        }
        long receivedAtMillis = parts.clock().epochMillis().getAsLong();
        Upload upload = body.length > CoapListenerConfig.MAX_BODY_BYTES
                ? new Upload.Refused(Reject.TOO_LARGE, "message: too large")
                : format.read(body, receivedAtMillis);
        // what is kept to answer a repeat needs no body
        request.offload(OffloadMode.PAYLOAD);
        switch (upload) {
            case Upload.Understood understood -> take(exchange, device, format, understood, receivedAtMillis);
            case Upload.CommandAnswered answered -> {
                parts.services().router().told(device.id(), answered.commandId(), answered.fate());
                exchange.sendResponse(new Response(ResponseCode.CHANGED));
            }
            case Upload.Refused refused -> refuse(exchange, format, refused);
        }
    }

    private static @Nullable Format format(Request request, byte[] body) {
        int number = request.getOptions().getContentFormat();
        return request.getOptions().hasContentFormat() ? Format.of(number) : Format.guess(body);
    }

    private void refuse(Exchange exchange, Format format, Upload.Refused refused) {
        parts.counters().reject(refused.why());
        String mend = switch (refused.why()) {
            case OUT_OF_RANGE -> "send a value in its range, or leave the member out";
            case UNKNOWN_TYPE ->
                "type is heartbeat, vitals, location, sos, fall, cancel, test, removed, worn, lowBattery or activity";
            case TOO_LARGE -> "at most 16 KiB";
            default -> "send " + format.whole();
        };
        CoapRoutes.fail(exchange, ResponseCode.BAD_REQUEST, refused.reason() + "; " + mend);
    }

    private void take(
            Exchange exchange,
            RegisteredDevice device,
            Format format,
            Upload.Understood upload,
            long receivedAtMillis) {
        parts.counters().message(Kind.of(upload.message()));
        Report report = new Report(device, upload.key(), upload.message(), upload.dropped(), receivedAtMillis);
        if (upload.message() instanceof DeviceMessage.Alarm) {
            alarm(exchange, report, new AlarmAnswer(exchange, device, format, upload.written()));
            return;
        }
        switch (parts.services().intake().accept(report, new Unasked(exchange))) {
            case SHED -> {
                parts.counters().reject(Reject.SHED);
                later(exchange, "overloaded");
            }
            case NOT_PERMITTED -> notPermitted(exchange);
            default -> exchange.sendResponse(new Response(ResponseCode.CHANGED));
        }
    }

    /** Nothing but calls for help is taken from a device that is not served. */
    private void notPermitted(Exchange exchange) {
        parts.counters().reject(Reject.NOT_PERMITTED);
        CoapRoutes.fail(
                exchange, ResponseCode.FORBIDDEN, "device: not served at present; serve it again under its page");
    }

    private void alarm(Exchange exchange, Report report, AlarmAnswer answer) {
        CoapDevice device = parts.device(report.device().id());
        if (device.beginAlarm()) {
            Taken taken = parts.services().intake().accept(report, answer);
            if (taken == Taken.WAIT_FOR_ANSWER) {
                exchange.sendAccept();
                return;
            }
            device.endAlarm();
            if (taken == Taken.NOT_PERMITTED) {
                notPermitted(exchange);
                return;
            }
        }
        notDurable(exchange);
    }

    private void notDurable(Exchange exchange) {
        parts.counters().reject(Reject.NOT_DURABLE);
        later(exchange, "not durable yet");
    }

    private static void later(Exchange exchange, String what) {
        Response response = new Response(ResponseCode.SERVICE_UNAVAILABLE, true);
        response.getOptions().setMaxAge(RETRY_SECONDS);
        response.setPayload(what + ": repeat after Max-Age");
        exchange.sendResponse(response);
    }

    /** Of a message that is no alarm; never called. */
    private record Unasked(Exchange exchange) implements Answer {
        @Override
        public Executor loop() {
            return exchange::execute;
        }

        @Override
        public void durable(Receipt receipt) {
            throw new IllegalStateException("not an alarm");
        }

        @Override
        public void notDurable() {
            throw new IllegalStateException("not an alarm");
        }
    }

    /** What becomes of one alarm; on the exchange's own turn of a {@code coap-*} thread. */
    private final class AlarmAnswer implements Answer {
        private final Exchange exchange;
        private final RegisteredDevice device;
        private final Format format;
        private final Stamp written;

        AlarmAnswer(Exchange exchange, RegisteredDevice device, Format format, Stamp written) {
            this.exchange = exchange;
            this.device = device;
            this.format = format;
            this.written = written;
        }

        @Override
        public Executor loop() {
            return exchange::execute;
        }

        @Override
        public void durable(Receipt receipt) {
            CoapDevice waiting = parts.device(device.id());
            waiting.endAlarm();
            AlertId alert = receipt.outcome() instanceof Outcome.Done done ? done.alert() : null;
            var received = new Downlink.Received(written, alert, receipt.durability());
            Response response = new Response(ResponseCode.CHANGED);
            response.setPayload(
                    format.render(received, parts.clock().epochMillis().getAsLong()));
            response.getOptions().setContentFormat(format.number());
            Request request = exchange.getCurrentRequest();
            waiting.reachableAt(response, request);
            // one that was not acknowledged yet is answered within its acknowledgement
            boolean separate = request.isConfirmable() && request.isAcknowledged();
            if (separate && !waiting.confirm(response)) {
                response.setType(CoAP.Type.NON);
            }
            exchange.sendResponse(response);
        }

        @Override
        public void notDurable() {
            parts.device(device.id()).endAlarm();
            CoapUplink.this.notDurable(exchange);
        }
    }
}

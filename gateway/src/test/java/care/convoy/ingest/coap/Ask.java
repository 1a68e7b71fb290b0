package care.convoy.ingest.coap;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.Request;

/** Requests of a device. */
final class Ask {
    private Ask() {}

    static Request post(CoapClient client, String path, int format, byte[] body) {
        Request request = Request.newPost();
        request.setURI(client.getURI() + path);
        if (format >= 0) {
            request.getOptions().setContentFormat(format);
        }
        request.setPayload(body);
        return request;
    }

    /** The answer, waiting for it. */
    static CoapResponse send(CoapClient client, Request request) throws Exception {
        return later(client, request).get(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The answer once it is there. */
    static CompletableFuture<CoapResponse> later(CoapClient client, Request request) {
        CompletableFuture<CoapResponse> answer = new CompletableFuture<>();
        client.advanced(
                new CoapHandler() {
                    @Override
                    public void onLoad(CoapResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError() {
                        answer.completeExceptionally(new IllegalStateException("no answer"));
                    }
                },
                request);
        return answer;
    }

    static CoapResponse json(CoapClient client, String path, String body) throws Exception {
        return send(client, post(client, path, 50, body.getBytes(StandardCharsets.UTF_8)));
    }

    static CompletableFuture<CoapResponse> jsonLater(CoapClient client, String path, String body) {
        return later(client, post(client, path, 50, body.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(CoapResponse response) {
        return new String(Objects.requireNonNull(response).getPayload(), StandardCharsets.UTF_8);
    }
}

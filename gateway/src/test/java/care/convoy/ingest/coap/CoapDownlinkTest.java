package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.Fate;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoapDownlinkTest {
    private static final DeviceId DEVICE = new DeviceId("coap-1");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Somebody who observes. */
    private static final class Observer implements CoapHandler {
        private final LinkedBlockingQueue<CoapResponse> heard = new LinkedBlockingQueue<>();
        private final CoapObserveRelation relation;

        Observer(CoapClient client, int accept) {
            Request request = Request.newGet();
            request.setURI(client.getURI() + "/down?id=coap-1");
            request.setObserve();
            if (accept >= 0) {
                request.getOptions().setAccept(accept);
            }
            relation = client.observe(request, this);
        }

        @Override
        public void onLoad(CoapResponse response) {
            heard.add(response);
        }

        @Override
        public void onError() {
            // the test hears nothing then
        }

        CoapResponse next() throws InterruptedException {
            return Objects.requireNonNull(
                    heard.poll(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS), "nothing was sent down");
        }
    }

    @Test
    void everythingIsToldInItsOrderAndAcknowledged() throws Exception {
        Observer observer = new Observer(bench.open(bench.plain()), -1);
        CoapResponse first = observer.next();
        assertThat(first.getCode()).isEqualTo(ResponseCode.CONTENT);
        assertThat(first.getPayload()).isEmpty();
        assertThat(first.getOptions().hasObserve()).isTrue();
        for (int i = 1; i <= 10; i++) {
            assertThat(bench.gateway.router.send(DEVICE, new Downlink.Locate(i)))
                    .isTrue();
        }
        for (int i = 1; i <= 10; i++) {
            CoapResponse told = observer.next();
            assertThat(Ask.text(told)).isEqualTo("{\"type\":\"locate\",\"command\":" + i + "}");
            assertThat(told.advanced().getType()).isEqualTo(CoAP.Type.CON);
        }
        assertThat(bench.listener.observers()).isEqualTo(1);
    }

    @Test
    void theFormatIsTheOneAskedFor() throws Exception {
        Observer nativeOne = new Observer(bench.open(bench.plain()), 42);
        assertThat(nativeOne.next().getOptions().getContentFormat()).isEqualTo(42);
        bench.gateway.router.send(DEVICE, new Downlink.Measure(3));
        assertThat(nativeOne.next().getPayload()[1]).as("type").isEqualTo((byte) 0x73);
        Observer other = new Observer(bench.open(bench.plain()), 11_542);
        assertThat(other.next().getCode()).isEqualTo(ResponseCode.NOT_ACCEPTABLE);
    }

    @Test
    void theNewestObserverWins() throws Exception {
        Observer older = new Observer(bench.open(bench.plain()), 50);
        older.next();
        Observer newer = new Observer(bench.open(bench.plain()), 50);
        newer.next();
        bench.gateway.router.send(DEVICE, new Downlink.Locate(1));
        assertThat(Ask.text(newer.next())).contains("locate");
        assertThat(older.heard).isEmpty();
        assertThat(bench.listener.observers()).isEqualTo(1);
    }

    @Test
    void whatWaitsIsBoundedAndToldWhenTheDeviceObservesAgain() throws Exception {
        CoapClient client = bench.open(bench.plain());
        Observer observer = new Observer(client, 50);
        observer.next();
        Objects.requireNonNull(observer.relation).proactiveCancel();
        assertThat(observer.next().getOptions().hasObserve()).isFalse();
        int most = CoapListenerConfig.MAX_DOWNLINKS_WAITING;
        for (int i = 1; i <= most + 3; i++) {
            bench.gateway.router.send(DEVICE, new Downlink.Locate(i));
        }
        assertThat(bench.listener.counters().downlinksDropped()).isEqualTo(3);
        Request poll = Request.newGet();
        poll.setURI(client.getURI() + "/down?id=coap-1");
        assertThat(Ask.text(Ask.send(client, poll))).contains("\"command\":1}");
        Observer again = new Observer(client, 50);
        assertThat(again.next().getPayload()).isEmpty();
        for (int i = 2; i <= most; i++) {
            assertThat(Ask.text(again.next())).contains("\"command\":" + i + "}");
        }
    }

    @Test
    void whatBecomesOfItIsSaidOnceTheDeviceAcknowledgesOrAsks() throws Exception {
        LinkedBlockingQueue<String> fates = new LinkedBlockingQueue<>();
        bench.gateway.router.hear(new DownlinkRouter.Hearer() {
            @Override
            public void reachable(DeviceId device) {}

            @Override
            public void told(DeviceId device, long commandId, Fate fate) {
                fates.add(commandId + " " + fate);
            }
        });
        CoapClient client = bench.open(bench.plain());
        Observer observer = new Observer(client, 50);
        observer.next();
        bench.gateway.router.send(DEVICE, new Downlink.Ring(21), 60_000);
        assertThat(Ask.text(observer.next())).contains("\"command\":21}");
        assertThat(fates.poll(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("21 AWAITED");
        assertThat(fates.poll(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("21 CONFIRMED");

        Objects.requireNonNull(observer.relation).proactiveCancel();
        observer.next();
        bench.gateway.router.send(DEVICE, new Downlink.Ring(22), 60_000);
        bench.gateway.router.send(DEVICE, new Downlink.Ring(22), 60_000);
        assertThat(fates).as("nothing went out yet").isEmpty();
        Request poll = Request.newGet();
        poll.setURI(client.getURI() + "/down?id=coap-1");
        assertThat(Ask.text(Ask.send(client, poll))).contains("\"command\":22}");
        assertThat(fates.poll(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("22 SENT");
        Request again = Request.newGet();
        again.setURI(client.getURI() + "/down?id=coap-1");
        assertThat(Ask.send(client, again).getPayload()).as("once").isEmpty();
    }
}

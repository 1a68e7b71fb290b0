package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both ports of one listener share. @param devices heard so far; each is provisioned, which bounds them */
record CoapParts(
        CoapListenerConfig config,
        IngestServices services,
        IngestClock clock,
        IngestCounters counters,
        CoapCounters coap,
        FailureLedger failures,
        LineBudget lines,
        ConcurrentHashMap<DeviceId, CoapDevice> devices) {
    private static final Logger LOG = LoggerFactory.getLogger(CoapParts.class);
    private static final int LINES_PER_SECOND = 20;

    static CoapParts of(CoapListenerConfig config, IngestServices services, IngestClock clock) {
        return new CoapParts(
                config,
                services,
                clock,
                new IngestCounters(),
                new CoapCounters(),
                new FailureLedger(config.bounds().attendedFailuresPerSecond()),
                new LineBudget(LINES_PER_SECOND, clock.nanos()),
                new ConcurrentHashMap<>());
    }

    CoapDevice device(DeviceId id) {
        return devices.computeIfAbsent(id, each -> new CoapDevice(each, this));
    }

    /** Somebody could not show who it is. @param id as presented, if it has the shape of one, else empty */
    void loginFailed(LoginFailure why, @Nullable InetSocketAddress peer, String id) {
        counters.loginFailed(why);
        String address = address(peer);
        if (failures.failed(address, id, clock.nanos().getAsLong())) {
            LOG.warn("CoAP login refused: device={} address={} reason={}", id, address, why);
        }
    }

    static String address(@Nullable InetSocketAddress peer) {
        return peer == null || peer.getAddress() == null
                ? ""
                : peer.getAddress().getHostAddress();
    }
}

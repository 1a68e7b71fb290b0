package care.convoy.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.concurrent.TimeUnit;

/** The topics of the test tenant as one of its clients sees them: all lead to the others but the server's own, which begin with $. */
final class TenantTopics implements TopicSpace {
    /** The one filter that is refused, so that a client can see what a refusal is. */
    static final String REFUSED = "test/nosubscribe";

    private final Tenant tenant;

    TenantTopics(Tenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public int publishable(String topic) {
        return Reasons.SUCCESS;
    }

    @Override
    public int subscribable(String filter) {
        return filter.equals(REFUSED) ? Reasons.FAILURE : Reasons.SUCCESS;
    }

    @Override
    public void publish(Publication publication, Inbound.Delivery delivery) {
        MqttProperties properties = publication.properties();
        byte[] payload = new byte[publication.payload().readableBytes()];
        boolean text = PropertyBytes.number(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, 0) == 1;
        int start = publication.payload().readerIndex();
        if (text && !Utf8.isValid(publication.payload(), start, start + payload.length)) {
            delivery.refuse(Reasons.PAYLOAD_FORMAT_INVALID);
            return;
        }
        publication.payload().readBytes(payload);
        long seconds = PropertyBytes.number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, -1);
        long expires = seconds < 0 ? Message.NEVER : tenant.nanos().getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
        Message message = new Message(
                publication.topic(),
                payload,
                publication.qos(),
                publication.retained(),
                PropertyBytes.passedOn(properties),
                expires);
        if (publication.topic().startsWith("$")) {
            // what is the server's own is passed on to nobody (§4.7.2); 3.1.1 cannot be told, QoS 0 is not
            boolean told = publication.qos() > 0 && delivery.speaksVersion5();
            delivery.acknowledge(told ? Reasons.NOT_AUTHORIZED : Reasons.SUCCESS, "");
            return;
        }
        if (publication.qos() == 2) {
            delivery.acknowledge(Reasons.SUCCESS, "");
            tenant.publish(message, delivery.session());
            return;
        }
        boolean heard = tenant.publish(message, delivery.session());
        boolean tell = publication.qos() == 1 && delivery.speaksVersion5();
        delivery.acknowledge(heard || !tell ? Reasons.SUCCESS : Reasons.NO_SUBSCRIBERS, "");
    }

    @Override
    public void subscribed(Session session, Subscription subscription, boolean existed) {
        tenant.subscribed(session, subscription, existed);
    }

    @Override
    public void unsubscribed(Session session, String filter) {
        tenant.unsubscribed(session, filter);
    }

    @Override
    public void begun(Session session) {
        tenant.begun(session);
    }

    @Override
    public void ended(Session session) {
        tenant.ended(session);
    }

    @Override
    public void lost(Session session, Will will) {
        tenant.publish(will.messageAt(tenant.nanos().getAsLong()), session);
    }
}

package care.convoy.ingest.mqtt;

/**
 * The topics that one client may use, and what becomes of what it says there. One for each login. Two kinds:
 * {@link DeviceTopics} leads to the intake and to one device, {@link TenantTopics} to the other clients of the test tenant.
 */
interface TopicSpace {
    /** Success, or why the client may not publish there. */
    int publishable(String topic);

    /** Takes a message; {@code delivery} is acknowledged once, now or later, or its connection fails. On the loop. */
    void publish(Publication publication, Inbound.Delivery delivery);

    /** Success, or why the client may not subscribe to it. */
    int subscribable(String filter);

    /** A subscription was made and answered. @param existed whether the same filter was subscribed before */
    void subscribed(Session session, Subscription subscription, boolean existed);

    /** The client has logged in, from this address without port; on the loop. */
    default void connected(String address) {
        // of interest for devices only
    }

    /** A filter is subscribed no more, if it was. */
    void unsubscribed(Session session, String filter);

    /** A session begins. */
    void begun(Session session);

    /** The client is connected, and was told so. On its loop. */
    void connected(Session session);

    /** A session has ended; like {@link #begun} called under the store's lock, not the session's. */
    void ended(Session session);

    /** The client is lost. On any thread. */
    void lost(Session session, Will will);
}

package care.convoy.ingest.coap;

import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.dtls.Connection;

/** What Scandium tells of its connections, without what nobody here asks for. */
interface Sessions extends ConnectionListener {
    @Override
    default boolean onConnectionUpdatesSequenceNumbers(Connection connection, boolean written) {
        return false;
    }

    @Override
    default void beforeExecution(Connection connection) {
        // nothing to note
    }

    @Override
    default void updateExecution(Connection connection) {
        // nothing to note
    }

    @Override
    default void afterExecution(Connection connection) {
        // nothing to note
    }
}

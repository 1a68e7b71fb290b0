/**
 * A device that speaks MQTT 5 through Eclipse Paho, the reference client, with the JSON messages of the outer interfaces.
 *
 * <p>Owns: Paho's connections. Threads: Paho has several a client; what they bring is handed to the one thread of the MQTT
 * devices. Good for a handful. Depends on Paho, Jackson, {@code device} and {@code wearer}.
 */
@NullMarked
package care.convoy.sim.mqtt;

import org.jspecify.annotations.NullMarked;

package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;

/** One row of a series to be. By outer ids: the database's own may be others after a restore. */
sealed interface SeriesRow permits Measurement, Fix {
    ResidentId resident();

    DeviceId device();

    /** When it was so, epoch milliseconds. */
    long atMillis();

    /** When the gateway heard of it, epoch milliseconds. */
    long receivedAtMillis();
}

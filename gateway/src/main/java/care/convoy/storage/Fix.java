package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;

/** Where a resident's device was. @param atMillis time of the fix if it can be, else of the message */
record Fix(ResidentId resident, DeviceId device, long atMillis, long receivedAtMillis, Position position)
        implements SeriesRow {}

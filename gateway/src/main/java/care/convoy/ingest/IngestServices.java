package care.convoy.ingest;

/** What every device listener needs of the gateway. */
public record IngestServices(DeviceRegistry registry, Intake intake, DownlinkRouter router) {}

package care.convoy.ingest;

/**
 * What every device listener needs of the gateway.
 *
 * @param quarantine who is heard and not served
 * @param latest what each device last said
 */
public record IngestServices(
        DeviceRegistry registry, Intake intake, DownlinkRouter router, Quarantine quarantine, LatestBoard latest) {
    /** With a quarantine and a board that nobody else looks at. */
    public IngestServices(DeviceRegistry registry, Intake intake, DownlinkRouter router) {
        this(registry, intake, router, new Quarantine(), new LatestBoard(registry));
    }
}

package care.convoy.app;

import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.disk.DiskPlace;
import care.convoy.disk.DiskWatch;
import care.convoy.ingest.Intake;
import java.util.List;

/** What a disk that fills up costs: first telemetry, then the log; never an alarm. */
final class Disks {
    private Disks() {}

    static DiskWatch watch(GatewayConfig config, DurableLog durable, Intake intake, SafeguardedLog log) {
        List<DiskPlace> places = List.of(
                DiskPlace.of("log", true, config.data().resolve("log")),
                DiskPlace.of("emergency", false, durable.journalFile()),
                DiskPlace.of("data", false, config.data()));
        DiskWatch watch = new DiskWatch(places, config.disks(), new DiskWatch.Consequences() {
            @Override
            public void refuseAllButAlarms(boolean refuse) {
                intake.takeAlarmsOnly(refuse);
            }

            @Override
            public void leaveLog(String why) {
                log.degrade("disk", why);
            }

            @Override
            public void returnToLog() {
                log.recover("disk");
            }
        });
        watch.start();
        return watch;
    }
}

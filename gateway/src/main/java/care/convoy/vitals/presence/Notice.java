package care.convoy.vitals.presence;

import care.convoy.device.DeviceId;
import care.convoy.vitals.Finding;

/** What a rule of presence tells. Raised once; told again if it grew; cured once. */
public sealed interface Notice {
    /** The rule's id. */
    String rule();

    /** Whose; for an area, the name that {@link AreaSilence} gives it. */
    DeviceId device();

    /** The rule fired. */
    record Raised(Finding finding) implements Notice {
        @Override
        public String rule() {
            return finding.rule();
        }

        @Override
        public DeviceId device() {
            return finding.device();
        }
    }

    /** What was raised has other numbers now. It asks nobody for attention again. */
    record Updated(Finding finding) implements Notice {
        @Override
        public String rule() {
            return finding.rule();
        }

        @Override
        public DeviceId device() {
            return finding.device();
        }
    }

    /** What was raised holds no longer: its task may close by itself, its alert is told. @param atMillis epoch milliseconds */
    record Cured(String rule, DeviceId device, long atMillis) implements Notice {}
}

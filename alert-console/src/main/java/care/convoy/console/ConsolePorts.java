package care.convoy.console;

/** All that the console needs from outside, in one value. */
public record ConsolePorts(
        Alerts alerts,
        AlertCommands commands,
        Residents residents,
        VitalsSeries vitals,
        HealthSeries health,
        Devices devices,
        Tasks tasks,
        Users users,
        Audit audit,
        SystemState system,
        UnknownDevices unknown,
        Provisioning provisioning,
        Grants grants,
        MachineApi machines,
        HealthRules rules,
        DemoCarrier carrier,
        Warnings warnings) {}

package care.convoy.app;

/** The gateway process: every part in the order of the way of an alarm. */
final class Gateway {
    private Gateway() {}

    static int runUntilStopped(GatewayConfig config) throws Exception {
        try (DataDirectory data = DataDirectory.open(config.data(), config.demo())) {
            System.out.println(data.path());
            return 0;
        }
    }
}

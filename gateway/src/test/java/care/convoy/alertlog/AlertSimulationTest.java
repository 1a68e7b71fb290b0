package care.convoy.alertlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Bad worlds by seed. {@code -Dsimulation.seeds=N} runs as many, {@code -Dsimulation.from=S} begins at S; a failure names
 * its seed and happens again with it.
 */
class AlertSimulationTest {
    @Test
    void noAnsweredPressIsLostOrDoubledAndEveryOpenAlertEscalates() {
        long from = Long.getLong("simulation.from", 0);
        int seeds = Integer.getInteger("simulation.seeds", 600);
        int presses = 0;
        int alerts = 0;
        int crashes = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed);
            try {
                world.run();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
            presses += world.truth().answeredPresses();
            alerts += world.truth().alerts();
            crashes += world.crashes();
        }
        System.out.printf(
                "simulation: %d seeds, %d answered presses, %d alerts, %d crashes%n", seeds, presses, alerts, crashes);
        assertThat(presses).isPositive();
        assertThat(crashes).isPositive();
    }
}

package care.convoy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Bad worlds by seed. {@code ./convoy test sim --seeds N --from S} runs as many as wanted; a failure names its seed and
 * happens again with it.
 */
class AlertSimulationTest {
    private static final int SEEDS = 2_000;

    @Test
    void noAnsweredPressIsLostOrDoubledAndEveryOpenAlertEscalates() throws InterruptedException {
        Simulation.Result result = Simulation.run(0, SEEDS, Doubles.NONE);

        System.out.println("simulation: " + SEEDS + " seeds: " + result.tally());
        if (!result.broken().isEmpty()) {
            Simulation.Broken first = result.broken().getFirst();
            throw new AssertionError(
                    result.broken().size() + " worlds broken, the first by seed " + first.seed() + ": "
                            + first.why().getMessage(),
                    first.why());
        }
        assertThat(result.tally().faults.keySet()).as("every fault happened").containsExactlyInAnyOrder(Fault.values());
        assertThat(result.tally().presses).isPositive();
    }
}

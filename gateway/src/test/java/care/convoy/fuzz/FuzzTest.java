package care.convoy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every decoder with its seeds, with what once broke it, and with a few thousand hostile inputs. Longer: docs/fuzzing.md. */
class FuzzTest {
    private static final int INPUTS = 4_000;

    @TestFactory
    Stream<DynamicTest> seedsAndWhatOnceBrokeIt() {
        return FuzzTargets.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    FuzzTarget target = each.target().get();
                    assertThat(each.seeds()).isNotEmpty();
                    each.seeds().forEach(target::feed);
                    for (Path file : Fuzz.onceBroken(each.name())) {
                        target.feed(Files.readAllBytes(file));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> hostileInputs() {
        return FuzzTargets.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Fuzz.Result result = Fuzz.run(each, 20_261_123, INPUTS, Long.MAX_VALUE);
                    assertThat(result.inputs()).isEqualTo(INPUTS);
                    assertThat(result.faults()).as("inputs by hash").isEmpty();
                }));
    }

    @Test
    void theSameSeedMakesTheSameInputsAndAnotherOthers() {
        List<byte[]> seeds = FuzzTargets.of("json").seeds();
        Mutator one = new Mutator(seeds, 1);
        Mutator same = new Mutator(seeds, 1);
        Mutator other = new Mutator(seeds, 2);
        int differing = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] input = one.next();
            assertThat(same.next()).isEqualTo(input);
            differing += Arrays.equals(other.next(), input) ? 0 : 1;
        }
        assertThat(differing).isGreaterThan(900);
    }

    @Test
    void aFaultIsFoundAndNamed() throws IOException {
        FuzzTargets.Named broken = new FuzzTargets.Named(
                "broken",
                () -> input -> {
                    if (input.length > 3 && input[0] == 'b') {
                        throw new IllegalStateException("broken");
                    }
                },
                List.of("good".getBytes(StandardCharsets.UTF_8)));
        Fuzz.Result result = Fuzz.run(broken, 3, 20_000, Long.MAX_VALUE);
        assertThat(result.faults()).isNotEmpty();
        assertThat(HexFormat.of().formatHex(result.faults().getFirst().input())).startsWith("62");
        assertThat(Fuzz.onceBroken("none")).isEmpty();
    }
}

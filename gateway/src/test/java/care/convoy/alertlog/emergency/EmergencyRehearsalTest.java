package care.convoy.alertlog.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmergencyRehearsalTest {
    /** Of the real disk, log and clock: the start itself uses them. */
    private static final List<String> NOT_REHEARSED =
            List.of("JournalFile", "RestartedLog", "EmergencyClock$1", "package-info");

    /** Loads the program's classes itself, and remembers which. */
    private static final class Counting extends URLClassLoader {
        final Set<String> loaded = ConcurrentHashMap.newKeySet();

        Counting(URL program) {
            super(new URL[] {program}, EmergencyRehearsalTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("care.convoy.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> known = findLoadedClass(name);
                loaded.add(name);
                return known == null ? findClass(name) : known;
            }
        }
    }

    @Test
    void everyClassOfAnEmergencyIsLoadedAfterTheRehearsal() throws Exception {
        URL program =
                EmergencyRehearsal.class.getProtectionDomain().getCodeSource().getLocation();
        List<String> said = new ArrayList<>();
        try (Counting loader = new Counting(program)) {
            Consumer<String> say = said::add;
            Object done = loader.loadClass(EmergencyRehearsal.class.getName())
                    .getMethod("run", Consumer.class)
                    .invoke(null, say);

            assertThat(said).isEmpty();
            assertThat(done).isEqualTo(true);
            assertThat(loader.loaded).containsAll(classes(Path.of(program.toURI())));
        }
    }

    private static List<String> classes(Path program) throws IOException {
        String name = EmergencyRehearsal.class.getPackageName();
        try (Stream<Path> files = Files.list(program.resolve(name.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString().replace(".class", ""))
                    .filter(file -> NOT_REHEARSED.stream().noneMatch(file::startsWith))
                    .map(file -> name + "." + file)
                    .toList();
        }
    }
}

package care.convoy.app;

import care.convoy.device.ResidentId;
import care.convoy.monitoring.HealthMonitor;
import java.util.Collection;
import java.util.Map;

/** What health rules have learned of persons, in the database. */
record LearnedShelf(Archive archive) implements HealthMonitor.Shelf {
    @Override
    public Map<ResidentId, byte[]> find(Collection<ResidentId> residents) {
        return archive.usual().find(residents);
    }

    @Override
    public void keep(Map<ResidentId, byte[]> learned) {
        archive.usual().keep(learned);
    }
}

package care.convoy.warning;

import care.convoy.resident.Resident;
import java.util.List;

/**
 * Where: section 3.2.4. "The area described by this area block is represented by the union of all the included elements".
 *
 * @param description the affected area in words
 * @param prefixes beginnings of Chinese administrative division codes
 * @param shapes polygons and circles
 */
public record Area(String description, List<String> prefixes, List<Shape> shapes) {
    public Area {
        prefixes = List.copyOf(prefixes);
        shapes = List.copyOf(shapes);
    }

    /** Whether it says to us whom it touches; of one that does not, only the words are known. */
    public boolean isUnderstood() {
        return !prefixes.isEmpty() || !shapes.isEmpty();
    }

    /** Whether somebody lives there: by the code of their region, or by where their home is. */
    public boolean touches(Resident resident) {
        return prefixes.stream().anyMatch(resident.regionCode()::startsWith) || reaches(resident);
    }

    /** Whether their home lies in one of the shapes. */
    boolean reaches(Resident resident) {
        double latitude = resident.latitude();
        double longitude = resident.longitude();
        boolean isPlaced = !Double.isNaN(latitude) && !Double.isNaN(longitude);
        return isPlaced && shapes.stream().anyMatch(each -> each.contains(latitude, longitude));
    }

    /** Whether it may lie in a part of the tree, as far as codes tell: above it, below it, or the same. */
    public boolean meets(String region) {
        return prefixes.stream().anyMatch(prefix -> prefix.startsWith(region) || region.startsWith(prefix));
    }
}

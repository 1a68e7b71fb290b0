/**
 * JSON files in which people describe what the gateway is to do, read so that whatever is wrong is told with its line, its name and the
 * mend. Depends on Jackson's parser and the JDK.
 */
@NullMarked
package care.convoy.settings;

import org.jspecify.annotations.NullMarked;

/**
 * Room on the disks, and what is given up when it runs out: first what is no alarm, last the alert log itself, for which the
 * emergency journal with its room of its own stands in.
 *
 * <p>{@link care.convoy.disk.DiskWatch} looks each second on a thread of its own and calls back on it. Depends on the JDK and
 * the logger alone.
 */
@NullMarked
package care.convoy.disk;

import org.jspecify.annotations.NullMarked;

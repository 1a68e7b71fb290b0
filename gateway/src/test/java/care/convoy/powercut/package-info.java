/**
 * A power cut, made from what a process really asked of the disk: {@link care.convoy.powercut.DiskTrace} runs it under
 * {@code strace} and notes every write and every sync below one directory, {@link care.convoy.powercut.CutDisk} lays out
 * what may be on the disk if the power went at any one of these calls.
 */
@NullMarked
package care.convoy.powercut;

import org.jspecify.annotations.NullMarked;

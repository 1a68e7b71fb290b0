/**
 * What is made of a resident's series for people to read: charts with their gaps, and the summary of a week. Pure: no clock, no
 * threads, no reading; any thread.
 */
@NullMarked
package care.convoy.console.health;

import org.jspecify.annotations.NullMarked;

@NullMarked
package care.convoy.console.health;

import org.jspecify.annotations.NullMarked;

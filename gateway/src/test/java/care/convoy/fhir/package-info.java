/** Tests of what health systems are given. */
@NullMarked
package care.convoy.fhir;

import org.jspecify.annotations.NullMarked;

/**
 * Weather and disaster warnings of other authorities, as OASIS CAP 1.2 writes them: {@link care.convoy.warning.CapReader} reads a
 * message, {@link care.convoy.warning.Area} says whom it touches, {@link care.convoy.warning.WarningsInForce} holds those in
 * force and answers whom each touches, {@link care.convoy.warning.Reception} takes new ones.
 *
 * <p>Reading and matching are pure. One thread keeps what is in force; everybody may ask. Nothing here is on the way of an alarm.
 * {@code storage} implements {@link care.convoy.warning.WarningBook}. Depends on {@code device}, {@code resident} and the JDK,
 * its StAX parser included. What is meant by each rule: docs/warnings.md; sections are those of the standard,
 * CAP-v1.2-os, 1 July 2010.
 */
@NullMarked
package care.convoy.warning;

import org.jspecify.annotations.NullMarked;

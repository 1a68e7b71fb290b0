/**
 * People are reached: what every channel needs whatever its technology. Who is meant by an effect and under which number
 * ({@code People}), what is said ({@code Wording}), who goes first where lines are few, and when a provider is left alone
 * ({@code ProviderChannel}), and what somebody's answer is about ({@code Answers}).
 *
 * <p>No policy about whom, when and how often: that is the core's ({@code alert.Outreach}). Each technology is a
 * {@code Provider} in a package below this one. Depends on the pure packages, {@code effect}, {@code resident}, SLF4J and
 * the JDK.
 */
@NullMarked
package care.convoy.notify;

import org.jspecify.annotations.NullMarked;

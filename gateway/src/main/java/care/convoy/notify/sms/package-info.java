/**
 * Short messages over SMPP 3.4: UCS-2 in one part or concatenated (3GPP TS 23.040), receipts matched whether ids are written in
 * hexadecimal or decimal digits, answers heard once the log has them.
 *
 * <p>One thread holds the session; each message that is being submitted has a virtual thread, at most as many as the window; receipts
 * and answers come on jSMPP's threads. Depends on {@code notify}, jSMPP, SLF4J and the JDK.
 */
@NullMarked
package care.convoy.notify.sms;

import org.jspecify.annotations.NullMarked;

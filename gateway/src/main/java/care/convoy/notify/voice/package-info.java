/**
 * Telephone calls over SIP (RFC 3261) through one trunk: a text is spoken twice, and a digit is the answer. Signalling by JAIN SIP; audio is RTP
 * (RFC 3550) in G.711, digits are RFC 4733 events or SIP INFO; speech comes from espeak-ng or recorded clips.
 *
 * <pre>
 *  VoiceProvider ─ one thread, "voice" ─► VoiceCall ─► Trunk (SIP) ─► the carrier
 *        │                                   └──────► RtpSession, all of them on the thread "voice-rtp"
 *        └─ two threads ─► Speech ─► ClipCache ─► Tts: Espeak, RecordedClips
 * </pre>
 *
 * <p>JAIN SIP's threads only hand over to "voice", which alone knows how a call stands. Depends on {@code notify}, {@code settings},
 * JAIN SIP, SLF4J and the JDK.
 */
@NullMarked
package care.convoy.notify.voice;

import org.jspecify.annotations.NullMarked;

/**
 * Messages to web addresses: Standard Webhooks and the robots of WeCom and DingTalk. Owns how a request is signed and what its answer means. The
 * client's own threads; each request is over within 8 s. Depends on {@code notify}, {@code settings}, Jackson's streaming and the JDK.
 */
@NullMarked
package care.convoy.notify.webhook;

import org.jspecify.annotations.NullMarked;

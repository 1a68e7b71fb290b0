/**
 * The watch text protocol: {@code [3G*8800000015*0002*LK]} and its family, over TCP (docs/watch.md).
 *
 * <p>The codec ({@code FrameReader}, {@code MessageReader}, {@code DownFrame}) is pure and survives any bytes. A connection is
 * confined to one event loop; it may carry many devices, each frame is judged by its own id. Depends on {@code ingest}, its
 * {@code connection} package and Netty's transport.
 */
@NullMarked
package care.convoy.ingest.watch;

import org.jspecify.annotations.NullMarked;

package care.convoy.alertlog.aeron;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.codecs.ConsensusModuleDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * The consensus module's half of a snapshot that is being read: messages of Aeron's own between a mark for the begin and
 * one for the end, the module's state among them. One thread.
 */
final class ModuleSnapshot implements FragmentHandler {
    private final MessageHeaderDecoder head = new MessageHeaderDecoder();
    private final SnapshotMarkerDecoder marker = new SnapshotMarkerDecoder();
    private boolean begun;
    private boolean stateSeen;
    private boolean ended;

    /** @throws SnapshotStream.Damaged if a start would stop at this message */
    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        if (ended) {
            return;
        }
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            throw damaged("a message of " + length + " bytes");
        }
        head.wrap(buffer, offset);
        if (head.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw damaged("a message of schema " + head.schemaId());
        }
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + head.blockLength()) {
            throw damaged("a message that is cut off");
        }
        if (head.templateId() == SnapshotMarkerDecoder.TEMPLATE_ID) {
            mark(buffer, offset);
        } else if (!begun) {
            throw damaged("a message before the begin");
        } else if (head.templateId() == ConsensusModuleDecoder.TEMPLATE_ID) {
            stateSeen = true;
        }
    }

    private void mark(DirectBuffer buffer, int offset) {
        marker.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, head.blockLength(), head.version());
        if (marker.typeId() != ConsensusModule.Configuration.SNAPSHOT_TYPE_ID) {
            throw damaged("the mark of another snapshot type, " + marker.typeId());
        }
        SnapshotMark mark = marker.mark();
        if (mark == SnapshotMark.BEGIN) {
            if (begun) {
                throw damaged("a second begin");
            }
            begun = true;
        } else if (mark == SnapshotMark.END) {
            if (!stateSeen) {
                throw damaged("an end without a begin or without the module's state");
            }
            ended = true;
        }
    }

    private static SnapshotStream.Damaged damaged(String what) {
        return new SnapshotStream.Damaged("the consensus module's half of the snapshot has " + what, null);
    }

    /** Whether all was read. */
    boolean isDone() {
        return ended;
    }
}

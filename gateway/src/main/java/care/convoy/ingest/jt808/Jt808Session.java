package care.convoy.ingest.jt808;

import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.DeviceConnection;
import care.convoy.ingest.connection.FrameDeadlines;
import care.convoy.ingest.connection.GatheringWriter;
import care.convoy.ingest.jt808.Jt808Counters.Count;
import care.convoy.ingest.jt808.Login.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection of JT/T 808: it registers if it must, shows its code, and is one device from then on. Confined to its event
 * loop; {@link #deliver} and {@link #supersede} may be called from anywhere.
 */
final class Jt808Session extends DeviceConnection implements FrameSink {
    private static final int MOST_SKIPPED = 64 * 1024;
    private static final int MOST_SKIPPED_UNKNOWN = 4 * 1024;

    private final Jt808Parts parts;
    private final Login login;
    private final FrameReader reader = new FrameReader();
    private final FrameDeadlines deadlines;
    private final DownWriter down = new DownWriter();
    private @Nullable GatheringWriter writer;
    private @Nullable Jt808Uplink uplink;

    /** The last frame: what goes down is addressed like it. */
    private @Nullable Frame last;

    private String number = "";
    private boolean reading;
    private int frames;
    private long skipped;
    private long receivedAtMillis;

    Jt808Session(Jt808Parts parts, DeadlineWheel wheel) {
        super("JT/T 808", parts.shared(), wheel);
        this.parts = parts;
        deadlines =
                new FrameDeadlines(parts.config().frameWithin(), parts.config().idleWithin());
        login = new Login(parts);
    }

    private GatheringWriter writer() {
        GatheringWriter out = writer;
        if (out == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return out;
    }

    @Override
    protected void begun(ChannelHandlerContext ctx, long nowNanos) {
        writer = new GatheringWriter(ctx, parts.counters());
        deadlines.alive(nowNanos);
    }

    @Override
    protected void loginOverdue() {
        fail(Ending.LOGIN_DEADLINE, "no right code");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int length = bytes.readableBytes();
            parts.counters().read(length);
            if (!reading) {
                reading = true;
                frames = 0;
                receivedAtMillis = parts.clock().epochMillis().getAsLong();
                writer().gather();
            }
            if (!isClosed()) {
                byte[] copy = new byte[length];
                bytes.readBytes(copy);
                reader.feed(copy, 0, length, this);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reading) {
            reading = false;
            writer().send();
            watchFrame();
            adjustReading();
        }
        ctx.fireChannelReadComplete();
    }

    private void watchFrame() {
        long now = parts.clock().nanos().getAsLong();
        if (deadlines.read(frames > 0, reader.pendingBytes() > 0, now) && isOpen()) {
            dueAt(deadlines.next());
        }
    }

    @Override
    protected void checkDeadlines(long nowNanos) {
        switch (deadlines.missed(nowNanos)) {
            case FRAME -> {
                reject(Reject.MALFORMED);
                fail(Ending.PROTOCOL, "frame not finished");
            }
            case SILENCE -> fail(Ending.SILENT, "silent");
            case NOTHING -> dueAt(deadlines.next());
        }
    }

    @Override
    public void frame(Frame frame) {
        if (isClosed()) {
            return;
        }
        frames++;
        skipped = 0;
        switch (frame.wrong()) {
            case NOTHING -> {}
            case CHECK -> parts.events().add(Count.CHECK_WRONG);
            case LENGTH -> parts.events().add(Count.LENGTH_WRONG);
            case BOTH -> parts.events().add(Count.DAMAGED);
        }
        if (uplink == null) {
            logIn(frame);
        } else if (frame.id() == MessageId.REGISTER || frame.id() == MessageId.AUTHENTICATE) {
            again(frame);
        } else if (frame.number().equals(number)) {
            last = frame;
            uplink.take(frame, receivedAtMillis);
        } else if (frame.wrong() == Frame.Wrong.NOTHING) {
            other(frame);
        } else if (last != null) {
            // nobody else speaks here: it is the number that was damaged
            uplink.damaged(frame.addressedAs(last), receivedAtMillis);
        }
    }

    /** Of one who has shown no code, also on the connection of one who has. */
    private void other(Frame frame) {
        if (isCall(frame)) {
            stranger(frame, "sos", true);
        }
        reject(Reject.OUT_OF_ORDER);
        answer(frame, Result.FAILED);
    }

    private static boolean isCall(Frame frame) {
        return frame.id() == MessageId.LOCATION
                && Location.read(new Body(frame.body())).has(Location.SOS);
    }

    private void logIn(Frame frame) {
        switch (frame.id()) {
            case MessageId.REGISTER -> {
                if (login.register(frame) instanceof Step.Registered registered) {
                    registered(frame, registered);
                }
            }
            case MessageId.AUTHENTICATE -> {
                switch (login.authenticate(frame, receivedAtMillis)) {
                    case Step.Opened opened -> open(frame, opened);
                    case Step.Refused refused -> refuse(frame, refused.why());
                    case Step.Registered _ -> throw new IllegalStateException("a code is not given for a code");
                }
            }
            // only whoever showed a code is served; but a call for help is shown, whoever calls
            default -> other(frame);
        }
    }

    private void registered(Frame frame, Step.Registered registered) {
        if (registered.result() == 0) {
            parts.events().add(Count.REGISTERED);
        } else if (login.find(frame).isEmpty()) {
            parts.counters().loginFailed(LoginFailure.UNKNOWN_DEVICE);
            stranger(frame, "registration", false);
        }
        write(
                frame,
                MessageId.REGISTERED,
                DownBodies.registered(frame.serial(), registered.result(), registered.code()));
    }

    private void open(Frame frame, Step.Opened login) {
        RegisteredDevice device = login.device();
        number = frame.number();
        last = frame;
        uplink = new Jt808Uplink(this, parts, device);
        deadlines.alive(parts.clock().nanos().getAsLong());
        parts.held().loggedIn(device.id());
        opened(device.id());
        dueAt(deadlines.next());
        answer(frame, Result.DONE);
        parts.latest().connected(device.id(), receivedAtMillis, address(), "");
        parts.shared().services().registry().loggedIn(device, login.proof(), receivedAtMillis);
    }

    private void refuse(Frame frame, LoginFailure why) {
        if (why == LoginFailure.UNKNOWN_DEVICE) {
            stranger(frame, "login", false);
        } else if (why == LoginFailure.WRONG_SECRET) {
            parts.quarantine().wrongSecret(strangerOf(frame, "login", false), receivedAtMillis);
        }
        if (refused(why, frame.number())) {
            answer(frame, Result.FAILED);
        }
        end(Ending.LOGIN_REFUSED);
    }

    /** The device says again who it is, on the connection that is its own. */
    private void again(Frame frame) {
        if (!frame.number().equals(number)) {
            reject(Reject.OUT_OF_ORDER);
            answer(frame, Result.FAILED);
        } else if (frame.id() == MessageId.AUTHENTICATE) {
            boolean known = login.authenticate(frame, receivedAtMillis) instanceof Step.Opened;
            answer(frame, known ? Result.DONE : Result.FAILED);
        } else if (login.register(frame) instanceof Step.Registered registered) {
            registered(frame, registered);
        }
    }

    private void stranger(Frame frame, String kind, boolean calls) {
        parts.quarantine()
                .unknown(
                        strangerOf(frame, kind, calls),
                        parts.clock().epochMillis().getAsLong());
    }

    private Stranger strangerOf(Frame frame, String kind, boolean calls) {
        return new Stranger(Protocol.JT808, frame.number(), address(), kind, "", calls);
    }

    @Override
    public void skipped(int bytes) {
        reject(Reject.MALFORMED);
        parts.events().add(Count.BYTES_SKIPPED, bytes);
        skipped += bytes;
        if (skipped > (isNew() ? MOST_SKIPPED_UNKNOWN : MOST_SKIPPED)) {
            fail(Ending.PROTOCOL, "no frames");
        }
    }

    /** 0x8001. */
    void answer(Frame frame, Result result) {
        write(frame, MessageId.PLATFORM_ANSWER, DownBodies.answer(frame.serial(), frame.id(), result));
    }

    /** 0x8203: the device may clear the bit, for the alarm is in the log. */
    void confirm(Frame frame, int bit) {
        if (uplink != null && Alarms.CONFIRMED.contains(bit)) {
            int serial = write(frame, MessageId.CONFIRM_ALARM, DownBodies.confirm(frame.serial(), bit));
            uplink.confirmationSent(serial, bit);
        }
    }

    /** @return the number of the message */
    int write(Frame to, int id, byte[] body) {
        int serial = down.write(to, id, body, writer().out());
        writer().written();
        return serial;
    }

    @Override
    protected Fate send(Downlink downlink) {
        Frame to = last;
        if (to == null || uplink == null || !context().channel().isWritable()) {
            return Fate.DROPPED;
        }
        Optional<Downward> downward = Downward.of(downlink, parts.config().callBackNumber());
        if (downward.isEmpty()) {
            return Fate.UNSUPPORTED;
        }
        parts.events().add(Count.COMMANDS_SENT);
        int serial = write(to, downward.get().id(), downward.get().body());
        if (downlink instanceof Downlink.Order) {
            uplink.commandSent(serial, downlink.commandId());
            return Fate.AWAITED;
        }
        return Fate.SENT;
    }

    @Override
    public boolean callsBack() {
        return !parts.config().callBackNumber().isEmpty();
    }

    void loggedOut() {
        end(Ending.BY_DEVICE);
    }

    private void fail(Ending why, String reason) {
        if (!isClosed()) {
            tell(why, reason);
            end(why);
        }
    }

    @Override
    protected void superseded() {
        fail(Ending.TAKEN_OVER, "logged in elsewhere");
    }

    @Override
    protected void shutDown() {
        end(Ending.SHUTDOWN);
    }

    @Override
    protected void cutOff() {
        if (reader.pendingBytes() > 0) {
            reject(Reject.MALFORMED);
        }
    }

    @Override
    protected void closeGathered() {
        writer().close();
    }

    @Override
    protected void discardGathered() {
        writer().discard();
    }
}

package care.convoy.sim.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An MQTT 5 server on port 0 that takes every publish; what is said down, and when, the script decides. */
public final class ScriptedBroker implements AutoCloseable {

    /** What becomes of a publish, after its PUBACK. */
    public interface Script {
        /** @param time how many publishes came before this one, plus one */
        void published(Link link, JsonNode message, int time);
    }

    /** A publish that arrived. */
    public record Published(String topic, MqttQoS qos, JsonNode message) {}

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Published> published = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final List<String> subscriptions = new CopyOnWriteArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Script script;
    private final Channel listener;

    private ScriptedBroker(Script script, @Nullable SslContext tls) {
        this.script = script;
        this.listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new MqttDecoder(), MqttEncoder.INSTANCE, new Link());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public static ScriptedBroker open(Script script) {
        return new ScriptedBroker(script, null);
    }

    /** The same with TLS. */
    public static ScriptedBroker open(Script script, SslContext tls) {
        return new ScriptedBroker(script, tls);
    }

    public String uri() {
        return "tcp://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public List<Published> published() {
        return published;
    }

    /** Client id, user name and password of each CONNECT, with blanks between. */
    public List<String> logins() {
        return logins;
    }

    public List<String> subscriptions() {
        return subscriptions;
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One client. */
    public final class Link extends SimpleChannelInboundHandler<MqttMessage> {
        private ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext active, MqttMessage message) throws IOException {
            switch (message) {
                case MqttConnectMessage connect -> {
                    logins.add(connect.payload().clientIdentifier() + " "
                            + connect.payload().userName() + " "
                            + new String(connect.payload().passwordInBytes(), StandardCharsets.UTF_8));
                    active.writeAndFlush(MqttMessageBuilders.connAck()
                            .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                            .build());
                }
                case MqttSubscribeMessage subscribe -> {
                    subscribe.payload().topicSubscriptions().forEach(each -> subscriptions.add(each.topicFilter()));
                    active.writeAndFlush(MqttMessageBuilders.subAck()
                            .packetId(subscribe.variableHeader().messageId())
                            .addGrantedQos(MqttQoS.AT_LEAST_ONCE)
                            .build());
                }
                case MqttPublishMessage publish -> take(publish);
                default -> {
                    // keep-alive and farewell
                }
            }
        }

        private void take(MqttPublishMessage publish) throws IOException {
            JsonNode message = json.readTree(ByteBufUtil.getBytes(publish.payload()));
            published.add(new Published(
                    publish.variableHeader().topicName(), publish.fixedHeader().qosLevel(), message));
            context.writeAndFlush(MqttMessageBuilders.pubAck()
                    .packetId(publish.variableHeader().packetId())
                    .reasonCode(MqttReasonCodes.PubAck.SUCCESS.byteValue())
                    .build());
            script.published(this, message, published.size());
        }

        public void down(String deviceId, String text) {
            context.writeAndFlush(MqttMessageBuilders.publish()
                    .topicName("convoy/" + deviceId + "/down/json")
                    .qos(MqttQoS.AT_MOST_ONCE)
                    .payload(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
                    .build());
        }

        /** As a process does that is killed. */
        public void drop() {
            context.close();
        }
    }
}

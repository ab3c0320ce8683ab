package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.transport.Iq;
import dev.tidings.engine.linked.transport.Numbers;
import dev.tidings.engine.linked.transport.StanzaChannel;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a connected device does besides messages: keys, notes of the server, limits of the account. Runs in the session's queue. */
public final class Upkeep {
    /** Kinds of changes of which this device holds no copy, so there is nothing to fetch before the note is cleared. */
    private static final Set<String> NOTHING_TO_DO = Set.of("account_sync", "groups", "newsletter_metadata");

    private final StanzaChannel channel;
    private final Host host;
    private final PreKeyUpload preKeys;

    /** What upkeep may do to its session; what stores holds the queue until it is stored. */
    public interface Host extends PreKeyUpload.Store {
        @Override
        LinkedDevice device();

        @Override
        void save(LinkedDevice changed, Runnable then);

        void restricted(Restriction restriction);

        /** The server has announced when it stops to accept this version; null when it takes that back. */
        void clientExpires(Instant at);
    }

    public Upkeep(StanzaChannel channel, Host host, PreKeyUpload preKeys) {
        this.channel = channel;
        this.host = host;
        this.preKeys = preKeys;
    }

    /** After the login. */
    public void begin() {
        preKeys.afterLogin();
    }

    /** @return whether to acknowledge it now */
    public boolean stanza(Node stanza) {
        switch (stanza.tag()) {
            case "ib" -> stanza.children().forEach(this::note);
            case "notification" -> notified(stanza);
            // Nothing can store it yet: it stays on the server.
            case "message" -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    private void note(Node note) {
        switch (note.tag()) {
            case "edge_routing" -> note.child("routing_info").map(Node::bytes).ifPresent(this::keepRouting);
            case "client_expiration" -> keepExpiration(Numbers.of(note, "t"));
            case "dirty" -> clean(note);
            default -> {}
        }
    }

    private void keepRouting(Bytes info) {
        LinkedDevice device = host.device();
        if (!info.equals(device.routingInfo())) {
            host.save(device.with(device.login().withRoutingInfo(info)), () -> {});
        }
    }

    private void keepExpiration(long seconds) {
        LinkedDevice device = host.device();
        Instant at = seconds == 0 ? null : Instant.ofEpochSecond(seconds);
        host.save(device.with(device.login().withClientExpiration(at)), () -> host.clientExpires(at));
    }

    private void clean(Node dirty) {
        String type = dirty.attribute("type").orElse("");
        if (NOTHING_TO_DO.contains(type)) {
            Node clean = Node.of("clean")
                    .with("type", type)
                    .with("timestamp", dirty.attribute("timestamp").orElse("0"));
            channel.ask(Iq.set("urn:xmpp:whatsapp:dirty", clean), StanzaChannel.DEADLINE, answer -> {});
        }
    }

    private void notified(Node notification) {
        String type = notification.attribute("type").orElse("");
        if (type.equals("encrypt") && Iq.isFromServer(notification)) {
            List<Node> children = notification.children();
            if (children.stream().anyMatch(child -> child.tag().equals("digest"))) {
                preKeys.checkDigest();
            } else if (children.stream().anyMatch(child -> child.tag().equals("count"))) {
                preKeys.topUp();
            }
        } else if (type.equals("mex") && Iq.isFromServer(notification)) {
            Restriction.of(notification).ifPresent(host::restricted);
        }
    }
}

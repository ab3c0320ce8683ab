package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is for one device: it waits while the device is away or passive, and stays until it is acknowledged. A device that logs in
 * passive gets all once it is active; one that logs in otherwise gets some and then a batch for each time it asks.
 */
final class Mailbox {
    /** How much a login that is not passive gets without asking. */
    private static final int FIRST = 10;

    private final World world;
    private final FakeDevice device;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private FakeConnection open;
    private boolean draining;
    private int credit;
    private long ids;

    Mailbox(World world, FakeDevice device) {
        this.world = world;
        this.device = device;
    }

    boolean isOpen() {
        return open != null;
    }

    List<Node> left() {
        return items.values().stream().map(item -> item.node).toList();
    }

    String deliver(Node stanza) {
        String id = stanza.attribute("id").orElseGet(() -> device.id() + "." + ++ids);
        Node node = stanza.with("id", id);
        if (node.attribute("t").isEmpty()) {
            node = node.with("t", String.valueOf(world.clock.instant().getEpochSecond()));
        }
        Item item = new Item(node);
        items.put(key(node), item);
        if (open != null && !draining) {
            send(item, node);
        }
        return id;
    }

    /** The device is there and takes what there is. */
    void open(FakeConnection connection, boolean passive) {
        if (open != null) {
            return;
        }
        open = connection;
        credit = passive ? Integer.MAX_VALUE : FIRST;
        connection.send(Say.ib(preview()));
        draining = true;
        drain();
    }

    void batch(int count) {
        if (draining) {
            credit = credit == Integer.MAX_VALUE ? credit : credit + count;
            drain();
        }
    }

    void close() {
        open = null;
        draining = false;
        items.values().forEach(Item::away);
    }

    /** @return whether this was what the device had to say about something it got, or about nothing that is known any more */
    boolean acknowledge(Node ack) {
        String className = ack.attribute("class").orElse("");
        String id = ack.attribute("id").orElse("");
        Item item = items.get(className + " " + id);
        if (item == null) {
            return true;
        }
        if (!item.node.attribute("from").equals(ack.attribute("to"))) {
            return false;
        }
        for (String copied : List.of("participant", "recipient")) {
            if (!item.node.attribute(copied).equals(ack.attribute(copied))) {
                return false;
            }
        }
        if (className.equals("message") && item.node.attribute("recipient").isPresent()) {
            // What another device of the account sent is only settled by a receipt of the type sender.
            return true;
        }
        settle(item);
        return true;
    }

    /** What the device got is a message that it has read and kept. */
    void receipted(Node receipt) {
        Item item = items.get("message " + receipt.attribute("id").orElse(""));
        if (item != null) {
            settle(item);
        }
    }

    private void settle(Item item) {
        item.away();
        items.remove(key(item.node));
    }

    private void drain() {
        if (open == null) {
            return;
        }
        for (Item item : List.copyOf(items.values())) {
            if (!item.sent && credit > 0) {
                credit -= credit == Integer.MAX_VALUE ? 0 : 1;
                send(item, draining ? item.node.with("offline", "1") : item.node);
            }
        }
        if (draining && items.values().stream().allMatch(item -> item.sent)) {
            draining = false;
            open.send(Say.ib(Node.of("offline").with("count", String.valueOf(items.size()))));
        }
    }

    private void send(Item item, Node node) {
        item.sent = true;
        FakeConnection connection = open;
        connection.send(node);
        item.timeout = world.clock.after(world.script.ackTimeout(), () -> missing(item, connection));
    }

    private void missing(Item item, FakeConnection connection) {
        if (device.isCurrent(connection)) {
            world.violation(Violation.Kind.ACK, device.toString(), "no acknowledgement of a " + item.node.tag());
            connection.streamError(complaint(item.node));
        }
    }

    /** What the server says when an acknowledgement is missing or wrong. */
    static Node complaint(Node stanza) {
        Node ack = Node.of("ack")
                .with("class", stanza.tag())
                .with("id", stanza.attribute("id").orElse(""));
        return stanza.attribute("type").map(type -> ack.with("type", type)).orElse(ack);
    }

    private Node preview() {
        List<Node> all = new ArrayList<>(left());
        Node preview = Node.of("offline_preview")
                .with("count", String.valueOf(all.size()))
                .with("appdata", "0")
                .with("status", "0");
        for (String tag : List.of("message", "receipt", "notification", "call")) {
            long count = all.stream().filter(node -> node.tag().equals(tag)).count();
            preview = preview.with(tag, String.valueOf(count));
        }
        return preview;
    }

    private static String key(Node node) {
        return node.tag() + " " + node.attribute("id").orElse("");
    }

    private static final class Item {
        private final Node node;
        private boolean sent;
        private FakeClock.Timer timeout;

        private Item(Node node) {
            this.node = node;
        }

        private void away() {
            sent = false;
            if (timeout != null) {
                timeout.cancel();
            }
        }
    }
}

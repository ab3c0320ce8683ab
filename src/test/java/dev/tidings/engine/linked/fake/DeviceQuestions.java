package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;

/** Answers what a linked device asks for. What it does not know is refused, as the service does. */
final class DeviceQuestions {
    private static final int BAD_REQUEST = 400;

    private final World world;
    private final FakeConnection connection;
    private final FakeDevice device;

    DeviceQuestions(World world, FakeConnection connection, FakeDevice device) {
        this.world = world;
        this.connection = connection;
        this.device = device;
    }

    void onIq(Node iq) {
        String type = iq.attribute("type").orElse("");
        if (type.equals("result") || type.equals("error")) {
            return;
        }
        boolean whole = iq.attribute("id").isPresent()
                && iq.attribute("xmlns").isPresent()
                && iq.attribute("to").isPresent();
        if (!whole || !(type.equals("get") || type.equals("set"))) {
            world.violation(Violation.Kind.PROTOCOL, device.toString(), "an iq without id, type, to or xmlns");
            connection.streamError(Node.of("xml-not-well-formed"));
            return;
        }
        if (world.script.answers(iq, connection)) {
            return;
        }
        Node answer = answer(iq, type.equals("set"));
        if (answer != null) {
            connection.send(answer);
        }
    }

    private Node answer(Node iq, boolean set) {
        return switch (iq.attribute("xmlns").orElse("")) {
            case "w:p" -> ping(iq);
            case "passive" -> passive(iq);
            case "encrypt" -> set ? keys(iq) : askKeys(iq);
            case "md" -> removal(iq);
            case "urn:xmpp:whatsapp:dirty" -> clean(iq);
            case "abt" ->
                Say.result(
                        iq,
                        Node.of("props").with("protocol", "1").with("hash", "0").with("refresh", "86400"));
            case "blocklist" -> Say.result(iq, Node.of("list"));
            case "privacy" -> Say.result(iq, Node.of("privacy"));
            case "w:sync:app:state" -> appState(iq);
            default -> unknown(iq);
        };
    }

    private Node ping(Node iq) {
        return Say.result(iq).with("t", String.valueOf(world.clock.instant().getEpochSecond()));
    }

    private Node passive(Node iq) {
        if (iq.child("active").isPresent()) {
            connection.send(Say.result(iq));
            device.mailbox().open(connection, true);
            return null;
        }
        return iq.child("passive").isPresent() ? Say.result(iq) : unknown(iq);
    }

    private Node keys(Node iq) {
        int error = iq.child("rotate")
                .map(device.keys()::rotate)
                .orElseGet(() -> device.keys().upload(iq));
        if (error == 0) {
            return Say.result(iq);
        }
        world.violation(Violation.Kind.KEYS, device.toString(), "keys that are refused with " + error);
        return Say.error(iq, error, error == BAD_REQUEST ? "bad-request" : "not-acceptable");
    }

    private Node askKeys(Node iq) {
        if (iq.child("count").isPresent()) {
            return Say.result(
                    iq,
                    Node.of("count").with("value", String.valueOf(device.keys().count())));
        }
        if (iq.child("digest").isPresent()) {
            Node digest = device.keys().digest();
            return digest == null ? Say.error(iq, 404, "item-not-found") : Say.result(iq, digest);
        }
        return unknown(iq);
    }

    private Node removal(Node iq) {
        Node removal = iq.child("remove-companion-device").orElse(null);
        if (removal == null || !removal.jid("jid").filter(device.jid()::equals).isPresent()) {
            return unknown(iq);
        }
        connection.send(Say.result(iq));
        device.unlink();
        return null;
    }

    private Node clean(Node iq) {
        boolean whole = iq.child("clean")
                .filter(clean -> clean.attribute("type").isPresent()
                        && clean.attribute("timestamp").isPresent())
                .isPresent();
        return whole ? Say.result(iq) : unknown(iq);
    }

    /** No account has anything in its collections. */
    private static Node appState(Node iq) {
        Node[] collections = iq.child("sync").stream()
                .flatMap(sync -> sync.children().stream())
                .map(asked -> Node.of("collection")
                        .with("name", asked.attribute("name").orElse(""))
                        .with("version", asked.attribute("version").orElse("0"))
                        .with("type", "result"))
                .toArray(Node[]::new);
        return Say.result(iq, Node.of("sync").containing(collections));
    }

    private Node unknown(Node iq) {
        world.violation(
                Violation.Kind.PROTOCOL,
                device.toString(),
                "a question that the server does not know: "
                        + iq.attribute("xmlns").orElse("") + " " + iq);
        return Say.error(iq, BAD_REQUEST, "bad-request");
    }

    @Override
    public String toString() {
        return Jid.SERVER + " for " + device;
    }
}

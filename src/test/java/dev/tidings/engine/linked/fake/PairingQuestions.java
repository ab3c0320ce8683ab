package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import java.util.HashMap;
import java.util.Map;

/** What a device that is not linked yet asks, and what it is told and has to acknowledge. */
final class PairingQuestions {
    private final World world;
    private final PairingStage stage;
    private final FakeConnection connection;
    private final Map<String, Node> told = new HashMap<>();
    private final Map<String, FakeClock.Timer> timeouts = new HashMap<>();
    private final CodeStep code;
    private final PasskeyStep passkey;
    private long ids;

    PairingQuestions(World world, PairingStage stage, FakeConnection connection) {
        this.world = world;
        this.stage = stage;
        this.connection = connection;
        this.code = new CodeStep(world, stage);
        this.passkey = new PasskeyStep(world, stage);
    }

    CodeStep code() {
        return code;
    }

    PasskeyStep passkey() {
        return passkey;
    }

    /** Sends a notification and expects its acknowledgement. */
    void tell(Node notification) {
        String id = "p" + ++ids;
        Node node = notification
                .with("id", id)
                .with("t", String.valueOf(world.clock.instant().getEpochSecond()));
        told.put(id, node);
        timeouts.put(id, world.clock.after(world.script.ackTimeout(), () -> missing(node)));
        connection.send(node);
    }

    private void missing(Node node) {
        world.violation(Violation.Kind.ACK, stage.toString(), "no acknowledgement of a notification");
        connection.streamError(Mailbox.complaint(node));
    }

    void acknowledged(Node ack) {
        Node node = told.remove(ack.attribute("id").orElse(""));
        if (node == null) {
            return;
        }
        timeouts.remove(ack.attribute("id").orElse("")).cancel();
        boolean right = ack.attribute("class").filter("notification"::equals).isPresent()
                && ack.jid("to").filter(Jid::isServer).isPresent();
        if (!right) {
            world.violation(Violation.Kind.ACK, stage.toString(), "an acknowledgement of another class or to another");
            connection.streamError(Mailbox.complaint(node));
        }
    }

    void onIq(Node iq) {
        String type = iq.attribute("type").orElse("");
        boolean whole = iq.attribute("id").isPresent()
                && iq.attribute("xmlns").isPresent()
                && iq.attribute("to").isPresent();
        if (!whole || !(type.equals("get") || type.equals("set"))) {
            world.violation(Violation.Kind.PROTOCOL, stage.toString(), "an iq without id, type, to or xmlns");
            connection.streamError(Node.of("xml-not-well-formed"));
            return;
        }
        if (world.script.answers(iq, connection)) {
            return;
        }
        if (iq.attribute("xmlns").filter("w:p"::equals).isPresent()) {
            connection.send(Say.result(iq)
                    .with("t", String.valueOf(world.clock.instant().getEpochSecond())));
        } else if (!isLinking(iq, type.equals("set"))) {
            world.violation(
                    Violation.Kind.PROTOCOL,
                    stage.toString(),
                    "a question that the server does not know: "
                            + iq.attribute("xmlns").orElse("") + " " + iq);
            connection.send(Say.error(iq, 400, "bad-request"));
        }
    }

    private boolean isLinking(Node iq, boolean set) {
        if (iq.attribute("xmlns").filter("md"::equals).isEmpty()) {
            return false;
        }
        return iq.child("link_code_companion_reg")
                .map(step -> code.answer(iq, step))
                .orElseGet(() -> passkey.answer(iq, set));
    }

    void close() {
        timeouts.values().forEach(FakeClock.Timer::cancel);
        code.close();
        passkey.close();
    }
}

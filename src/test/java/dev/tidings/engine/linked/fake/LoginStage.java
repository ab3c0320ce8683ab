package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import java.util.Base64;

/** The connection of a linked device that was let in. */
final class LoginStage implements Stage {
    private static final int KEY = 32;

    private final World world;
    private final FakeConnection connection;
    private final FakeDevice device;
    private final LoginPayload payload;
    private final DeviceQuestions questions;

    LoginStage(World world, FakeConnection connection, FakeDevice device, LoginPayload payload) {
        this.world = world;
        this.connection = connection;
        this.device = device;
        this.payload = payload;
        this.questions = new DeviceQuestions(world, connection, device);
    }

    void start() {
        FakeAccount account = device.account();
        Node success = Node.of("success")
                .with("t", String.valueOf(world.clock.instant().getEpochSecond()))
                .with("props", "27")
                .with("abprops", "0")
                .with("location", "frc")
                .with("lid", device.lid())
                .with("companion_enc_static", Base64.getEncoder().encodeToString(world.randomness.bytes(KEY)))
                .with("creation", "1700000000");
        connection.send(account.name().isEmpty() ? success : success.with("display_name", account.name()));
        world.script.greetings(connection);
        if (!payload.passive()) {
            device.mailbox().open(connection, false);
        }
    }

    @Override
    public void onStanza(Node stanza) {
        switch (stanza.tag()) {
            case "iq" -> questions.onIq(stanza);
            case "ack" -> acknowledged(stanza);
            case "receipt" -> receipted(stanza);
            case "ib" -> ib(stanza);
            case "message" -> message(stanza);
            case "presence", "chatstate" -> {}
            default -> {
                world.violation(Violation.Kind.PROTOCOL, toString(), "a stanza " + stanza.tag());
                connection.streamError(Node.of("xml-not-well-formed"));
            }
        }
    }

    private void acknowledged(Node ack) {
        if (!device.mailbox().acknowledge(ack)) {
            wrongAck(ack, "an acknowledgement that names somebody else");
        } else if (ack.attribute("class").isEmpty() || ack.attribute("id").isEmpty()) {
            wrongAck(ack, "an acknowledgement without class or id");
        }
    }

    private void wrongAck(Node ack, String what) {
        world.violation(Violation.Kind.ACK, toString(), what);
        Node complaint = Node.of("ack");
        for (String name : new String[] {"class", "id", "type"}) {
            if (ack.attribute(name).isPresent()) {
                complaint = complaint.with(name, ack.attribute(name).get());
            }
        }
        connection.streamError(complaint);
    }

    private void receipted(Node receipt) {
        device.mailbox().receipted(receipt);
        Node ack = Node.of("ack").with("from", Jid.SERVER).with("class", "receipt");
        for (String name : new String[] {"id", "type"}) {
            if (receipt.attribute(name).isPresent()) {
                ack = ack.with(name, receipt.attribute(name).get());
            }
        }
        connection.send(ack);
    }

    private void ib(Node ib) {
        ib.child("offline_batch")
                .ifPresent(batch -> device.mailbox()
                        .batch(batch.attribute("count").map(Integer::parseInt).orElse(1)));
    }

    /** The server takes it; what is done with it is for whoever reads the frames of the connection. */
    private void message(Node message) {
        if (message.attribute("id").isEmpty() || message.attribute("to").isEmpty()) {
            world.violation(Violation.Kind.PROTOCOL, toString(), "a message without id or address");
            connection.streamError(Node.of("xml-not-well-formed"));
            return;
        }
        connection.send(Node.of("ack")
                .with("class", "message")
                .with("id", message.attribute("id").get())
                .with("from", message.attributes().get("to"))
                .with("t", String.valueOf(world.clock.instant().getEpochSecond())));
    }

    @Override
    public void onClose() {
        device.loggedOut(connection);
    }

    @Override
    public String toString() {
        return device.toString();
    }
}

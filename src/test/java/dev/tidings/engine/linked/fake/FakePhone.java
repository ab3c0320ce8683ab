package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Passwords;
import dev.tidings.engine.linked.crypto.PublicKey;

/** The phone of an account, and the person who holds it. */
public final class FakePhone {
    private static final String ORIGIN = "https://web.whatsapp.com";
    private static final int ROUNDS = 131_072;
    private static final int SALT = 32;
    private static final int IV_END = 48;
    private static final int KEY = 32;

    private final World world;
    private final FakeAccount account;
    private final Passkey passkey;
    private Forgery forgery = Forgery.NONE;
    private boolean refusing;
    private boolean wantsPasskey;
    private boolean withoutOptions;
    private boolean rejecting;
    private boolean withholding;
    private PasskeyStep step;

    FakePhone(World world, FakeAccount account) {
        this.world = world;
        this.account = account;
        this.passkey = new Passkey(world.randomness);
    }

    public FakeAccount account() {
        return account;
    }

    /** Scans the code that a device shows. The device is linked when {@link Link#await} says so. */
    public Link scan(String text) {
        return world.loop.call(() -> QrCode.read(text)
                .map(this::scanned)
                .orElseGet(() -> Link.failed("this is no code of a device to be linked")));
    }

    private Link scanned(QrCode code) {
        PairingStage stage = world.pairings.stream()
                .filter(pairing -> pairing.knows(code.ref()))
                .findFirst()
                .orElse(null);
        if (stage == null) {
            return Link.failed("no device shows this code");
        }
        String objection = stage.objection(code, world.clock.instant());
        if (objection == null) {
            objection = objection();
        }
        if (objection != null) {
            return Link.failed(objection);
        }
        Link link = new Link();
        if (stage.refreshOnce(code.secret())) {
            link.at(Link.State.SCAN_AGAIN);
        } else {
            stage.accepted(this, code.secret(), link);
        }
        return link;
    }

    /**
     * Types the code that a device shows. Both sides take their time over it, some tenths of a second each.
     *
     * @param code with or without the dash
     */
    public Link typeCode(String code) {
        String typed = code.replace("-", "");
        CodeStep waiting = world.loop.call(() -> world.codes.get(account.number()));
        Bytes companion = waiting == null ? null : world.loop.call(waiting::wrapped);
        if (companion == null) {
            return Link.failed("no device waits for a code");
        }
        String objection = world.loop.call(this::objection);
        if (objection != null) {
            return Link.failed(objection);
        }
        byte[] theirs = companion.toArray();
        byte[] companionKey = underCode(typed, theirs);
        KeyPair ephemeral = KeyPair.generate(world.randomness);
        byte[] head = world.randomness.bytes(IV_END);
        byte[] hidden =
                underCode(typed, Bytes.concat(head, ephemeral.publicKey().raw()));
        Link link = new Link();
        world.loop.run(() -> waiting.typed(new CodeStep.Typed(
                this, ephemeral, PublicKey.ofRaw(companionKey), Bytes.of(Bytes.concat(head, hidden)), link)));
        return link;
    }

    /** Salt, vector and 32 bytes: hides or uncovers the latter. */
    private static byte[] underCode(String code, byte[] wrapped) {
        byte[] key = Passwords.stretch(code, Say.part(wrapped, 0, SALT), ROUNDS, KEY);
        return Aes.ctr(key, Say.part(wrapped, SALT, IV_END), Say.part(wrapped, IV_END, wrapped.length));
    }

    /**
     * Makes the code that the device shows useless.
     *
     * @param byHand the person has to ask for the new one
     */
    public void refreshCode(boolean byHand) {
        world.loop.run(() -> {
            CodeStep waiting = world.codes.get(account.number());
            if (waiting == null) {
                throw new IllegalStateException("no device waits for a code");
            }
            waiting.refresh(byHand);
        });
    }

    /** From now on the account wants its passkey to be used before a device is linked. */
    public FakePhone requirePasskey() {
        world.loop.run(() -> wantsPasskey = true);
        return this;
    }

    /** The device is told that a passkey is wanted but not which: it has to ask. */
    public FakePhone askWithoutOptions() {
        world.loop.run(() -> withoutOptions = true);
        return this;
    }

    /** The server rejects whatever is signed. */
    public FakePhone rejectPasskey() {
        world.loop.run(() -> rejecting = true);
        return this;
    }

    /** The phone says nothing more once the passkey was used. */
    public FakePhone withholdContinuation() {
        world.loop.run(() -> withholding = true);
        return this;
    }

    /** What the person's browser gives for the challenge that is open now: the credential as JSON. */
    public String answerPasskey() {
        return world.loop.call(() -> passkey.sign(asked().optionsJson(), ORIGIN));
    }

    /** What the person's browser gives for these options, as they were shown by the device. */
    public String answerPasskey(String options) {
        return world.loop.call(() -> passkey.sign(options, ORIGIN));
    }

    /** As {@link #answerPasskey(String)}, signed on a page of somebody else. */
    public String answerPasskeyOn(String origin, String options) {
        return world.loop.call(() -> passkey.sign(options, origin));
    }

    /** What the phone shows for comparison, XXXX-XXXX, or null before the device has shown its part. */
    public String passkeyCode() {
        return world.loop.call(() -> asked().code());
    }

    /** Whether the device proved that it is the one that was scanned, so that nobody has to compare codes. */
    public boolean isHandedOff() {
        return world.loop.call(() -> asked().isHandedOff());
    }

    /** What is wrong with the proofs that the phone gives from now on. */
    public FakePhone forge(Forgery what) {
        world.loop.run(() -> forgery = what);
        return this;
    }

    /** From now on the person says no. */
    public FakePhone refuse() {
        world.loop.run(() -> refusing = true);
        return this;
    }

    /** Removes all linked devices. */
    public void unlink() {
        world.loop.run(() -> account.devices().forEach(FakeDevice::unlink));
    }

    private String objection() {
        if (refusing) {
            return "the person refuses";
        }
        return account.isFull() ? "there are four linked devices already" : null;
    }

    private PasskeyStep asked() {
        if (step == null) {
            throw new IllegalStateException("no passkey was asked for");
        }
        return step;
    }

    void asked(PasskeyStep now) {
        step = now;
    }

    boolean wantsPasskey() {
        return wantsPasskey;
    }

    boolean isAskedWithoutOptions() {
        return withoutOptions;
    }

    boolean isRejecting() {
        return rejecting;
    }

    boolean isWithholding() {
        return withholding;
    }

    Forgery forgery() {
        return forgery;
    }

    Passkey passkey() {
        return passkey;
    }
}

package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What the whole server does otherwise than usual. What concerns one account or connection is said there. */
public final class Script {
    /** The oldest revision that was accepted when this was written. */
    private static final long OLDEST_REVISION = 1_042_386_816L;

    private final World world;
    private final Deque<Integer> upgrades = new ArrayDeque<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final List<Node> greetings = new ArrayList<>();
    private final List<IqRule> iqRules = new ArrayList<>();
    private long oldestRevision = OLDEST_REVISION;
    private long newestRevision = 1_047_769_893L;
    private int mute;
    private int wrongCertificates;
    private boolean refreshing;
    private final List<BiConsumer<FakeConnection, Frame>> listeners = new ArrayList<>();
    private Duration connectionDelay = Duration.ZERO;
    private int refusedHints;
    private boolean restarting = true;
    private boolean recording = true;
    private Duration ackTimeout = Duration.ofSeconds(60);

    Script(World world) {
        this.world = world;
    }

    /** The next connections are refused with this HTTP status instead of an upgrade. */
    public Script refuseUpgrades(int status, int times) {
        return change(() -> {
            for (int i = 0; i < times; i++) {
                upgrades.add(status);
            }
        });
    }

    /** The next handshakes get no answer. */
    public Script stayMute(int times) {
        return change(() -> mute = times);
    }

    /** The next handshakes show certificates of a root that no client knows. */
    public Script showWrongCertificates(int times) {
        return change(() -> wrongCertificates = times);
    }

    /** Versions before this one are refused with 405, linked or not. */
    public Script acceptRevisionsFrom(long revision) {
        return change(() -> oldestRevision = revision);
    }

    /** What {@code /sw.js} tells. */
    public Script publishRevision(long revision) {
        return change(() -> newestRevision = revision);
    }

    /** The next logins and registrations, of whomever, fail so. */
    public Script failNext(Failure... reasons) {
        return change(() -> failures.addAll(List.of(reasons)));
    }

    /** After the first scan of a code the client has to show it with another secret, and the phone has to scan again. */
    public Script refreshAfterScan(boolean refresh) {
        return change(() -> refreshing = refresh);
    }

    /** Whether a device that has just been linked is told to connect anew (515). Without it the stream just ends. */
    public Script restartAfterPairing(boolean restart) {
        return change(() -> restarting = restart);
    }

    /** After this time without an acknowledgement the stream ends with an error that names what is missing. */
    public Script ackTimeout(Duration timeout) {
        return change(() -> ackTimeout = timeout);
    }

    /** Whether connections remember their stanzas, which takes much memory where there are thousands of them. */
    public Script recordFrames(boolean record) {
        return change(() -> recording = record);
    }

    /** As {@link #refuseNextIq}, with the number of seconds after which the client may ask again. */
    public Script refuseNextIq(String xmlns, String child, int code, String text, int backoff) {
        return change(() -> iqRules.add(new IqRule(xmlns, child, iq -> Say.error(iq, code, text, backoff))));
    }

    /** The next question like this gets an error: {@code child} is the tag in the question, or null for any. */
    public Script refuseNextIq(String xmlns, String child, int code, String text) {
        return change(() -> iqRules.add(new IqRule(xmlns, child, iq -> Say.error(iq, code, text))));
    }

    /** The next connections that come with a hint where the client was last are cut. */
    public Script refuseHints(int times) {
        return change(() -> refusedHints = times);
    }

    /** On connections that are made from now on everything comes so much later, by the server's clock. */
    public Script delayConnections(Duration by) {
        return change(() -> connectionDelay = by);
    }

    /**
     * Tells of every stanza, on the server's thread: before it is written, or before what came is worked on. Whoever listens may
     * script, cut a connection or end the process of a client there, and must not wait.
     */
    public Script listen(BiConsumer<FakeConnection, Frame> listener) {
        return change(() -> listeners.add(listener));
    }

    /** The next question like this gets no answer. */
    public Script ignoreNextIq(String xmlns, String child) {
        return change(() -> iqRules.add(new IqRule(xmlns, child, iq -> null)));
    }

    /** Every login is told this, each as a child of {@code <ib>}, right after its success. */
    public Script greetWith(Node... children) {
        return change(() -> {
            greetings.clear();
            greetings.addAll(List.of(children));
        });
    }

    private Script change(Runnable work) {
        world.loop.run(work);
        return this;
    }

    /** The status to refuse with, or 0. */
    int nextUpgrade() {
        return upgrades.isEmpty() ? 0 : upgrades.remove();
    }

    boolean isMute() {
        return mute > 0 && mute-- > 0;
    }

    boolean isWronglyCertified() {
        return wrongCertificates > 0 && wrongCertificates-- > 0;
    }

    boolean isTooOld(long revision) {
        return revision < oldestRevision;
    }

    long publishedRevision() {
        return newestRevision;
    }

    /** Null if the next login is judged as it is. */
    Failure nextFailure() {
        return failures.poll();
    }

    boolean isRefreshing() {
        return refreshing;
    }

    boolean refusesHint() {
        return refusedHints > 0 && refusedHints-- > 0;
    }

    Duration connectionDelay() {
        return connectionDelay;
    }

    void tell(FakeConnection connection, Frame frame) {
        listeners.forEach(listener -> listener.accept(connection, frame));
    }

    boolean isRestarting() {
        return restarting;
    }

    boolean isRecording() {
        return recording;
    }

    Duration ackTimeout() {
        return ackTimeout;
    }

    /** What every login is told after its success. */
    void greetings(FakeConnection connection) {
        greetings.forEach(child -> connection.send(Say.ib(child)));
    }

    /** Whether a rule was for this question, which has then been answered as the rule says. */
    boolean answers(Node iq, FakeConnection connection) {
        for (Iterator<IqRule> rules = iqRules.iterator(); rules.hasNext(); ) {
            IqRule rule = rules.next();
            if (rule.fits(iq)) {
                rules.remove();
                Node answer = rule.answer().apply(iq);
                if (answer != null) {
                    connection.send(answer);
                }
                return true;
            }
        }
        return false;
    }

    private record IqRule(String xmlns, String child, Function<Node, Node> answer) {
        boolean fits(Node iq) {
            return iq.attribute("xmlns").filter(xmlns::equals).isPresent() && (child == null || hasChild(iq));
        }

        private boolean hasChild(Node iq) {
            return iq.child(child).isPresent()
                    || iq.children().stream()
                            .anyMatch(inner -> inner.attribute("stage")
                                    .filter(child::equals)
                                    .isPresent());
        }
    }
}

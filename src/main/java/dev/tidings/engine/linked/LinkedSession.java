package dev.tidings.engine.linked;

import dev.tidings.core.directory.OwnershipLostException;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.Backoff;
import dev.tidings.engine.linked.connection.Ending;
import dev.tidings.engine.linked.connection.Endings;
import dev.tidings.engine.linked.connection.Upkeep;
import dev.tidings.engine.linked.pairing.PairingAttempt;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.transport.ChannelEnvironment;
import dev.tidings.engine.linked.transport.Proxy;
import dev.tidings.engine.linked.transport.SerialQueue;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;
import dev.tidings.engine.linked.transport.Timers.Timer;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The life of one session on the replica that owns it: at most one connection at a time, made again when it ends. Everything
 * happens in the session's queue; what is told by a connection that is not the last one is ignored.
 */
final class LinkedSession {
    private static final Logger LOG = Logger.getLogger(LinkedSession.class);
    /** Longer than all that a call may wait for. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final Timer NO_TIMER = () -> {};

    private final String id;
    private final SessionServices services;
    private final SerialQueue queue;
    private final Timers timers;
    private final Backoff backoff;
    private final EndingHandler endings;
    private OwnershipToken token;
    private LinkedDevice device;
    private volatile StanzaChannel channel;
    private PairingAttempt attempt;
    private Upkeep upkeep;
    private Timer retry = NO_TIMER;
    private Timer stable = NO_TIMER;
    private volatile boolean isWanted;
    private volatile boolean isConnected;
    private boolean isWaiting;
    private boolean skipsRouting;

    LinkedSession(String id, SessionServices services) {
        this.id = id;
        this.services = services;
        this.queue = new SerialQueue(services.pool(), this::survive);
        this.timers = services.timers().apply(queue);
        this.backoff = new Backoff(services.randomness());
        this.endings = new EndingHandler(this, services, backoff);
    }

    /** Connects, or begins a pairing; completes when the first connection is on its way. */
    Uni<Void> open() {
        return inQueue(this::open);
    }

    private void open(UniEmitter<? super Void> done) {
        Optional<OwnershipToken> held = services.held().apply(id);
        if (held.isEmpty()) {
            done.fail(ApiException.of(ErrorCode.SERVICE_UNAVAILABLE));
            return;
        }
        token = held.get();
        if (isWanted && (isWaiting || isOpen())) {
            showAgain();
            done.complete(null);
            return;
        }
        isWanted = true;
        backoff.reset();
        endings.beginAnew();
        hold(
                services.store().find(id),
                found -> {
                    if (found == null) {
                        create(done);
                    } else {
                        begin(found, done);
                    }
                },
                failure -> giveBack(failure, done));
    }

    private void create(UniEmitter<? super Void> done) {
        hold(services.store().create(token), made -> begin(made, done), failure -> giveBack(failure, done));
    }

    private void giveBack(Throwable failure, UniEmitter<? super Void> done) {
        isWanted = false;
        done.fail(failure);
    }

    private void begin(LinkedDevice found, UniEmitter<? super Void> done) {
        device = found;
        if (!found.isPaired()) {
            connect();
            done.complete(null);
            return;
        }
        hold(
                services.store().report(token, new SessionEvent.Connecting(id)),
                reported -> {
                    connect();
                    done.complete(null);
                },
                failure -> giveBack(failure, done));
    }

    private void showAgain() {
        if (isConnected) {
            report(connected());
        } else if (attempt != null) {
            attempt.showAgain();
        }
    }

    /** Ends the connection; the session stays linked. */
    Uni<Void> close() {
        return inQueue(done -> {
            stop();
            done.complete(null);
        });
    }

    /** Another replica owns the session: from any thread. Nothing is written or reported any more. */
    void lost() {
        StanzaChannel open = channel;
        if (open != null) {
            open.sever();
        }
        queue.execute(() -> {
            if (services.held().apply(id).isEmpty()) {
                stop();
            }
        });
    }

    /**
     * Unlinks the session from WhatsApp, as far as that can be done now, and deletes its credentials.
     *
     * @param last the generation of devices up to which it does; a later one was linked after the logout, and stays
     */
    Uni<Void> unlink(long last) {
        return inQueue(done -> hold(
                services.store().find(id),
                found -> {
                    if (found != null && found.generation() > last) {
                        done.complete(null);
                        return;
                    }
                    services.held().apply(id).ifPresent(held -> token = held);
                    boolean canAsk = found != null && found.isPaired() && isHeld();
                    StanzaChannel open = isConnected && isOpen() ? channel : null;
                    if (open == null) {
                        stop();
                    }
                    isWanted = false;
                    Runnable forget = () -> {
                        stop();
                        forget(found, done);
                    };
                    if (canAsk) {
                        device = found;
                        new Removal(this, services, timers, found, forget).begin(open);
                    } else {
                        forget.run();
                    }
                },
                done::fail));
    }

    private void forget(LinkedDevice found, UniEmitter<? super Void> done) {
        long generation = found == null ? 0 : found.generation();
        hold(services.store().forget(id, generation), gone -> done.complete(null), done::fail);
    }

    Uni<PairingCode> pairingCode(String phoneNumber) {
        return inQueue(done -> {
            if (attempt == null) {
                done.fail(ApiException.because(ErrorCode.SESSION_CONFLICT, "no phone can be linked at this moment"));
                return;
            }
            attempt.requestCode(phoneNumber, result -> {
                if (result.failure() == null) {
                    done.complete(result.code());
                } else {
                    done.fail(result.failure());
                }
            });
        });
    }

    Uni<Void> passkey(PasskeyReply reply) {
        return inQueue(done -> {
            Consumer<ApiException> then = failure -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.fail(failure);
                }
            };
            if (attempt == null) {
                then.accept(ApiException.because(ErrorCode.SESSION_CONFLICT, "the session asks for no passkey"));
            } else if (reply.assertion() == null) {
                attempt.confirmPasskey(then);
            } else {
                attempt.submitPasskey(reply.assertion(), then);
            }
        });
    }

    private <T> Uni<T> inQueue(Consumer<UniEmitter<? super T>> work) {
        return Uni.createFrom()
                .<T>emitter(done -> queue.execute(() -> work.accept(done)))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> ApiException.of(ErrorCode.SERVICE_UNAVAILABLE));
    }

    /** Nobody foresaw what was thrown: the connection may be in no state to go on, the next one is. */
    private void survive(RuntimeException defect) {
        LOG.errorf(defect, "A defect in the session %s", id);
        drop();
        if (isWanted && !isWaiting) {
            reconnectAfter(backoff.next());
        }
    }

    /** Makes the next connection, with what is stored now. */
    void reconnect() {
        isWaiting = false;
        if (!isWanted || !isHeld()) {
            stop();
            return;
        }
        hold(
                services.store().find(id),
                found -> {
                    if (found == null) {
                        stop();
                    } else {
                        device = found;
                        connect();
                    }
                },
                this::storeFailed);
    }

    void reconnectAfter(Duration pause) {
        isWaiting = true;
        retry.cancel();
        retry = timers.after(pause, this::reconnect);
    }

    /** Another pairing, with a fresh QR code. */
    void startOver() {
        drop();
        endings.beginAnew();
        reconnect();
    }

    void pairingWorks() {
        endings.pairingWorks();
    }

    private void connect() {
        if (!isWanted) {
            return;
        }
        Connection connection = new Connection();
        StanzaChannel next = new StanzaChannel(environment(), connection);
        connection.channel = next;
        channel = next;
        if (device.isPaired()) {
            upkeep = new SessionUpkeep(this, services).on(next, timers);
        } else {
            attempt = new SessionPairing(this, services).on(next, timers);
        }
        Bytes routing = skipsRouting || device.routingInfo() == null ? Bytes.EMPTY : device.routingInfo();
        connection.usesRouting = routing.size() > 0;
        byte[] payload = Payloads.of(device, services.versions().current());
        next.open(device.noise(), payload, routing, proxy());
    }

    ChannelEnvironment environment() {
        return new ChannelEnvironment(
                services.dialer(),
                queue,
                timers,
                services.check(),
                services.randomness(),
                services.clock(),
                this::isHeld);
    }

    Optional<Proxy> proxy() {
        return Optional.ofNullable(device.proxy()).map(url -> Proxy.parse(url).orElseThrow());
    }

    private boolean isHeld() {
        return token != null && services.held().apply(id).filter(token::equals).isPresent();
    }

    private boolean isOpen() {
        return channel != null && channel.isOpen();
    }

    private void succeeded(Node success) {
        if (isConnected) {
            return;
        }
        LinkedDevice next = device.loggedIn();
        Optional<Jid> lid = success.jid("lid");
        if (lid.isPresent()) {
            next = next.with(next.account().withLid(lid.get()));
        }
        Optional<String> name = success.attribute("display_name").filter(text -> !text.isEmpty());
        if (name.isPresent()) {
            next = next.with(next.login().withPushName(name.get()));
        }
        hold(
                services.store().update(token, next, connected()),
                stored -> {
                    device = stored;
                    isConnected = true;
                    skipsRouting = false;
                    endings.connected();
                    stable = timers.after(Backoff.STABLE, endings::stable);
                    upkeep.begin();
                },
                this::storeFailed);
    }

    private SessionEvent connected() {
        return new SessionEvent.Connected(id, device.jid().user());
    }

    /** Ends the connection and all that waits; a later {@link #open} begins anew. */
    void stop() {
        isWanted = false;
        isWaiting = false;
        retry.cancel();
        drop();
        device = null;
    }

    /** Ends the connection. */
    void drop() {
        stable.cancel();
        isConnected = false;
        if (attempt != null) {
            attempt.end();
        }
        attempt = null;
        upkeep = null;
        StanzaChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /** Something could not be stored: what the server was not told happens again on the next connection. */
    void storeFailed(Throwable failure) {
        if (failure instanceof OwnershipLostException || !isHeld()) {
            stop();
            return;
        }
        LOG.warnf("The session %s cannot store something and connects again: %s", id, failure.toString());
        drop();
        if (isWanted) {
            reconnectAfter(backoff.next());
        }
    }

    void report(SessionEvent event) {
        hold(services.store().report(token, event), reported -> {}, this::storeFailed);
    }

    <T> void hold(Uni<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        queue.hold(work, then, failed);
    }

    String id() {
        return id;
    }

    OwnershipToken token() {
        return token;
    }

    LinkedDevice device() {
        return device;
    }

    void deviceIs(LinkedDevice stored) {
        device = stored;
    }

    boolean isWanted() {
        return isWanted;
    }

    boolean isConnected() {
        return isConnected;
    }

    /** When the server was heard last, or null without a connection. From any thread. */
    Instant lastFrame() {
        StanzaChannel open = channel;
        long at = open == null ? 0 : open.lastReceived();
        return at == 0 ? null : Instant.ofEpochMilli(at);
    }

    /** Listens to one connection. */
    private final class Connection implements StanzaChannel.Handler {
        private StanzaChannel channel;
        private boolean usesRouting;
        private boolean isReady;

        private boolean isStale() {
            return channel != LinkedSession.this.channel;
        }

        @Override
        public void ready() {
            isReady = true;
        }

        @Override
        public boolean stanza(Node stanza) {
            if (isStale()) {
                return false;
            }
            services.observer().frameReceived(id);
            Optional<Ending> ending = Endings.of(stanza);
            if (ending.isPresent()) {
                LOG.infof(
                        "WhatsApp ends the connection of %s: %s",
                        id, ending.get().reason());
                end(() -> endings.handle(ending.get()));
                return false;
            }
            if (stanza.tag().equals("success") && upkeep != null) {
                succeeded(stanza);
                return true;
            }
            return upkeep != null ? upkeep.stanza(stanza) : attempt.stanza(stanza);
        }

        @Override
        public void closed(String reason) {
            if (isStale()) {
                return;
            }
            skipsRouting = usesRouting && !isReady;
            end(() -> {
                if (reason.equals("not_owner")) {
                    stop();
                } else {
                    endings.retry(reason);
                }
            });
        }

        /** A session that is being unlinked, or was closed, needs nothing further. */
        private void end(Runnable next) {
            drop();
            if (isWanted) {
                next.run();
            }
        }
    }
}

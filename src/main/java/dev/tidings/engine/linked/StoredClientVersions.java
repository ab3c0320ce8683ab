package dev.tidings.engine.linked;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.store.ClientVersionRepository;
import dev.tidings.platform.egress.CallLimits;
import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.platform.process.StartupFailure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The version that the setting names; else the newest one that any replica has found; else the one of this release. */
@ApplicationScoped
class StoredClientVersions implements ClientVersions {
    /** Known to be good when this was released. */
    static final ClientVersion DEFAULT = ClientVersion.parse("2.3000.1047769893");

    private static final Logger LOG = Logger.getLogger(StoredClientVersions.class);
    private static final Pattern REVISION = Pattern.compile("\\\\?\"client_revision\\\\?\":\\s*(\\d{1,10})");
    private static final int MAX_PAGE = 4 << 20;
    private static final Duration AGE = Duration.ofDays(1);

    /** The page is for browsers alone. */
    private static final Map<String, String> HEADERS = Map.of(
            "User-Agent",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Accept",
            "*/*",
            "sec-fetch-site",
            "none");

    private final LinkedConfig config;
    private final ClientVersionRepository repository;
    private final GuardedHttpClient http;
    private final Clock clock;
    private final Optional<ClientVersion> fixed;
    private volatile ClientVersion found = DEFAULT;
    private volatile Instant foundAt = Instant.EPOCH;

    StoredClientVersions(LinkedConfig config, ClientVersionRepository repository, GuardedHttpClient http, Clock clock) {
        this.config = config;
        this.repository = repository;
        this.http = http;
        this.clock = clock;
        this.fixed = config.version().map(StoredClientVersions::parse);
    }

    private static ClientVersion parse(String text) {
        try {
            return ClientVersion.parse(text);
        } catch (MalformedException e) {
            throw StartupFailure.because(
                    "The setting tidings.linked.version must be three numbers with dots between them, but is '" + text
                            + "'.");
        }
    }

    @Override
    public ClientVersion current() {
        return fixed.orElse(found);
    }

    /** Since when the version is known to be the newest; {@link Instant#EPOCH} if nobody has looked. */
    Instant foundAt() {
        return foundAt;
    }

    /**
     * Takes what any replica has found.
     *
     * @param mayLookUp whether to look again if that is a day old
     */
    Uni<Void> keepFresh(boolean mayLookUp) {
        return repository.find().flatMap(stored -> {
            if (stored != null) {
                take(stored);
            }
            boolean isFresh = stored != null && stored.at().plus(AGE).isAfter(clock.instant());
            return isFresh || !mayLookUp || fixed.isPresent() ? Uni.createFrom().voidItem() : lookUp();
        });
    }

    @Override
    public Uni<Void> refresh() {
        return fixed.isPresent()
                ? Uni.createFrom().voidItem()
                : lookUp().onFailure().recoverWithUni(failure -> {
                    LOG.warnf("The newest version of WhatsApp Web was not found: %s", failure.toString());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> lookUp() {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        CallLimits limits = CallLimits.within(Duration.ofSeconds(20), MAX_PAGE);
        return http.fetch(config.versionUrl(), HEADERS, limits, chunk -> {
                    page.writeBytes(chunk.getBytes());
                    return Uni.createFrom().voidItem();
                })
                .flatMap(result -> store(result, page.toString(StandardCharsets.UTF_8)));
    }

    private Uni<Void> store(Fetched result, String page) {
        Matcher matcher = REVISION.matcher(page);
        if (!(result instanceof Fetched.Ok) || !matcher.find()) {
            return Uni.createFrom().failure(new IllegalStateException("no version on the page: " + result));
        }
        ClientVersion newest = ClientVersion.parse("2.3000." + matcher.group(1));
        ClientVersionRepository.Found now = new ClientVersionRepository.Found(newest.toString(), clock.instant());
        return repository.keep(now).invoke(() -> take(now));
    }

    /** Never back to one that is older than the release's. */
    private void take(ClientVersionRepository.Found stored) {
        ClientVersion version = ClientVersion.parse(stored.version());
        found = version.tertiary() > DEFAULT.tertiary() ? version : DEFAULT;
        foundAt = stored.at();
    }
}

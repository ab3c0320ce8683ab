package dev.tidings.platform.postgres;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Provides the address of the database. It lists no names and works only when asked, because that may start a server, which
 * a mere listing of the configuration must not do.
 */
final class DatabaseConfigSource implements ConfigSource {

    private static final Map<String, Function<DatabaseAddress.Resolved, String>> ANSWERS = Map.of(
            "tidings.database.jdbc-url",
            address -> address.url().jdbc(),
            "tidings.database.reactive-url",
            address -> address.url().reactive(),
            "tidings.database.username",
            DatabaseAddress.Resolved::username,
            "tidings.database.password",
            DatabaseAddress.Resolved::password,
            "tidings.database.root-certificate",
            address -> address.url().rootCertificate().orElse(null),
            "tidings.database.problem",
            DatabaseAddress.Resolved::problem);

    private final DatabaseAddress address;

    DatabaseConfigSource(DatabaseAddress address) {
        this.address = address;
    }

    @Override
    public String getValue(String name) {
        Function<DatabaseAddress.Resolved, String> answer = ANSWERS.get(name);
        return answer == null ? null : answer.apply(address.resolve());
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.of();
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public String getName() {
        return "Tidings database address";
    }

    @Override
    public int getOrdinal() {
        return Integer.MIN_VALUE;
    }
}

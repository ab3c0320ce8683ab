package dev.tidings.platform.postgres;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Adds the source that provides {@code tidings.database.*} from {@code DATABASE_URL} or the built-in server. */
public final class DatabaseConfigSourceFactory implements ConfigSourceFactory {

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return List.of(new DatabaseConfigSource(new DatabaseAddress(name -> {
            var value = context.getValue(name);
            return value == null ? null : value.getValue();
        })));
    }
}

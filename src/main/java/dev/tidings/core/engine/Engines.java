package dev.tidings.core.engine;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.directory.OwnedEngines;
import dev.tidings.platform.process.StartupFailure;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The engines of this installation, by name. Made at the start, which fails for a wrong setting. */
@Startup
@ApplicationScoped
public class Engines implements OwnedEngines {
    private final Map<String, Engine> byName = new TreeMap<>();
    private final Map<String, Engine> here = new TreeMap<>();
    private final EnginesConfig config;

    Engines(@All List<Engine> engines, EnginesConfig config, EngineRoute route) {
        this.config = config;
        engines.forEach(engine -> {
            boolean owned = engine.capabilities().owned();
            byName.put(engine.name(), owned ? route.of(engine) : engine);
            here.put(engine.name(), owned ? route.here(engine) : engine);
        });
        if (!byName.containsKey(config.defaultName())) {
            throw StartupFailure.because("The setting tidings.engines.default must be one of "
                    + String.join(", ", byName.keySet()) + ", but is '" + config.defaultName() + "'.");
        }
    }

    public Optional<Engine> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The engine of a stored session. */
    public Engine get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no engine named " + name));
    }

    /** The engine for sessions that this replica owns: a send for another one is put off. */
    public Engine here(String name) {
        get(name);
        return here.get(name);
    }

    /** The names of the engines that send messages of this type. */
    public List<String> sending(MessageType type) {
        return byName.values().stream()
                .filter(engine -> engine.capabilities().sends().contains(type))
                .map(Engine::name)
                .toList();
    }

    /** Which files the engine sends as a kind. */
    public MediaRule rule(String engine, MediaKind kind) {
        return new MediaRule(kind, engine, get(engine).capabilities().files().get(kind));
    }

    @Override
    public Set<String> owned() {
        return names(true);
    }

    @Override
    public Set<String> unowned() {
        return names(false);
    }

    private Set<String> names(boolean owned) {
        return byName.values().stream()
                .filter(engine -> engine.capabilities().owned() == owned)
                .map(Engine::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    public String defaultName() {
        return config.defaultName();
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }
}

package dev.tidings.support;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.returns;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Has a service write down every resource and class that it looks up by name, and every class whose members it reads: what a
 * native executable can only do if it was told so when it was built.
 */
public final class LookupAgent {
    private static final ElementMatcher.Junction<MethodDescription> MEMBERS =
            nameMatches("get(Declared)?(Fields?|Methods?|Constructors?)|getRecordComponents|newInstance");

    private LookupAgent() {}

    /** The option of a JVM that records into a file; the jars that it needs are put beside the file. */
    static String option(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Manifest recorder = new Manifest();
        recorder.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Path bootPath = jar(folder.resolve("lookup-recorder.jar"), recorder, LookupRecorder.class);
        Manifest agent = new Manifest();
        agent.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        agent.getMainAttributes().putValue("Premain-Class", LookupAgent.class.getName());
        agent.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        agent.getMainAttributes().putValue("Boot-Class-Path", bootPath.toString());
        agent.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        ByteBuddy.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString());
        Path jar = jar(
                folder.resolve("lookup-agent.jar"),
                agent,
                LookupAgent.class,
                Resources.class,
                ResourcesOfLoaders.class,
                Names.class,
                Members.class);
        return "-javaagent:" + jar + "=" + file.toAbsolutePath();
    }

    /** Called by the JVM before the service begins. */
    public static void premain(String file, Instrumentation instrumentation) {
        new AgentBuilder.Default(new ByteBuddy().with(TypeValidation.DISABLED))
                .disableClassFormatChanges()
                .ignore(none())
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .type(named("java.lang.Class"))
                .transform((builder, type, loader, module, domain) -> builder.visit(
                                Advice.to(Resources.class).on(nameMatches("getResource(AsStream)?")))
                        .visit(Advice.to(Names.class).on(named("forName").and(returns(Class.class))))
                        .visit(Advice.to(Members.class).on(MEMBERS.and(isPublic()))))
                .type(named("java.lang.ClassLoader").or(named("io.quarkus.bootstrap.runner.RunnerClassLoader")))
                .transform((builder, type, loader, module, domain) -> builder.visit(
                        Advice.to(ResourcesOfLoaders.class).on(nameMatches("getResource(AsStream)?|findResource"))))
                .installOn(instrumentation);
        LookupRecorder.open(file);
    }

    private static Path jar(Path file, Manifest manifest, Class<?>... classes) {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                jar.write(type.getResourceAsStream("/" + name).readAllBytes());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class Resources {
        @Advice.OnMethodExit
        static void found(@Advice.This Class<?> base, @Advice.Argument(0) String name, @Advice.Return Object found) {
            LookupRecorder.resource(base, name, found);
        }
    }

    static final class ResourcesOfLoaders {
        @Advice.OnMethodExit
        static void found(@Advice.Argument(0) String name, @Advice.Return Object found) {
            LookupRecorder.resource(null, name, found);
        }
    }

    static final class Names {
        @Advice.OnMethodExit
        static void found(@Advice.Return Class<?> found) {
            LookupRecorder.named(found);
        }
    }

    static final class Members {
        @Advice.OnMethodExit
        static void read(@Advice.This Class<?> type) {
            LookupRecorder.members(type);
        }
    }
}

package dev.tidings.platform.process;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the settings of the service from its sources: every {@code @ConfigMapping}, its keys and their Javadoc. */
final class SettingsSource {
    private static final Path SOURCES = Path.of("src", "main", "java");

    private SettingsSource() {}

    /**
     * The settings of one feature.
     *
     * @param prefix such as {@code tidings.http}
     */
    record Group(String prefix, String description, List<Setting> settings) {

        /** Rooms may each declare their part of a group. */
        Group and(Group other) {
            return new Group(
                    prefix,
                    description,
                    Stream.concat(settings.stream(), other.settings.stream()).toList());
        }
    }

    /**
     * One setting.
     *
     * @param name the whole name; {@code *} stands for what a user names
     * @param type as it is written in the source
     * @param preset null when the source declares no default
     */
    record Setting(String name, String type, String preset, String description) {}

    /** In the order of their prefixes. */
    static List<Group> read() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> mappings = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(SettingsSource::holdsAMapping)
                    .toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(mappings));
            Mappings found = new Mappings(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                found.scan(unit, null);
            }
            return List.copyOf(found.groups.stream()
                    .collect(Collectors.toMap(Group::prefix, Function.identity(), Group::and, TreeMap::new))
                    .values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsAMapping(Path source) {
        try {
            return Files.readString(source).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Mappings extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<Group> groups = new ArrayList<>();

        Mappings(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            Optional<String> prefix = argument(type.getModifiers(), "ConfigMapping", "prefix");
            prefix.ifPresent(name -> {
                List<Setting> settings = new ArrayList<>();
                collect(name, type, getCurrentPath(), settings);
                groups.add(new Group(name, doc(getCurrentPath()), settings));
            });
            return prefix.isPresent() ? null : super.visitClass(type, unused);
        }

        private void collect(String prefix, ClassTree type, TreePath path, List<Setting> settings) {
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method
                        && method.getBody() == null
                        && method.getParameters().isEmpty()) {
                    collect(prefix, method, type, path, settings);
                }
            }
        }

        private void collect(String prefix, MethodTree method, ClassTree owner, TreePath path, List<Setting> settings) {
            TreePath own = new TreePath(path, method);
            String declared = method.getReturnType().toString();
            String value = declared.replaceAll("^Map<String, (.*)>$", "$1").replaceAll("^Optional<(.*)>$", "$1");
            boolean unnamed = argument(method.getModifiers(), "WithParentName", "value")
                            .isPresent()
                    || annotation(method.getModifiers(), "WithParentName").isPresent();
            String name = unnamed
                    ? prefix
                    : prefix + "."
                            + argument(method.getModifiers(), "WithName", "value")
                                    .orElse(kebab(method.getName().toString()));
            String whole = declared.startsWith("Map<") ? name + ".*" : name;
            Optional<ClassTree> nested = nested(owner, path, value);
            if (nested.isPresent()) {
                collect(whole, nested.get(), new TreePath(path, nested.get()), settings);
            } else {
                settings.add(new Setting(
                        whole,
                        declared,
                        argument(method.getModifiers(), "WithDefault", "value").orElse(null),
                        doc(own)));
            }
        }

        /** The interface of that name, declared within the mapping. */
        private static Optional<ClassTree> nested(ClassTree owner, TreePath path, String name) {
            Stream<? extends Tree> around =
                    path.getParentPath() != null && path.getParentPath().getLeaf() instanceof ClassTree outer
                            ? outer.getMembers().stream()
                            : Stream.empty();
            return Stream.concat(owner.getMembers().stream(), around)
                    .filter(member -> member instanceof ClassTree type
                            && type.getKind() == Tree.Kind.INTERFACE
                            && type.getSimpleName().contentEquals(name))
                    .map(ClassTree.class::cast)
                    .findFirst();
        }

        private String doc(TreePath path) {
            String text = docs.getDocComment(path);
            return text == null
                    ? ""
                    : text.lines()
                            .map(String::strip)
                            .collect(Collectors.joining(" "))
                            .strip();
        }

        private static Optional<? extends AnnotationTree> annotation(ModifiersTree modifiers, String name) {
            return modifiers.getAnnotations().stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().equals(name))
                    .findFirst();
        }

        private static Optional<String> argument(ModifiersTree modifiers, String name, String key) {
            return annotation(modifiers, name)
                    .flatMap(annotation -> annotation.getArguments().stream()
                            .map(argument -> value(argument, key))
                            .flatMap(Optional::stream)
                            .findFirst());
        }

        private static Optional<String> value(ExpressionTree argument, String key) {
            if (argument instanceof AssignmentTree assignment) {
                return assignment.getVariable().toString().equals(key)
                                && assignment.getExpression() instanceof LiteralTree literal
                        ? Optional.of(literal.getValue().toString())
                        : Optional.empty();
            }
            return argument instanceof LiteralTree literal
                    ? Optional.of(literal.getValue().toString())
                    : Optional.empty();
        }

        private static String kebab(String camel) {
            return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
        }
    }
}

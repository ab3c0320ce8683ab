package dev.tidings.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.deployment.images.ContainerImages;
import io.quarkus.deployment.pkg.NativeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images are built from what this version of Quarkus was built and tested with; a newer Quarkus brings newer ones. */
class BaseImagesTest {
    private static final Path DOCKER = Path.of("src", "main", "docker");

    @Test
    void theExecutableIsBuiltByTheBuilderThatQuarkusTakesByItself() throws IOException {
        assertEquals(List.of(defaultBuilder(), ContainerImages.UBI9_QUARKUS_MICRO_IMAGE), basesOf("Dockerfile.native"));
    }

    @Test
    void theJvmIsTheNewestThatQuarkusKnows() throws IOException {
        assertEquals(List.of(ContainerImages.UBI9_JAVA_25), basesOf("Dockerfile.jvm"));
    }

    private static String defaultBuilder() {
        NativeConfig.BuilderImageConfig byItself = new NativeConfig.BuilderImageConfig() {
            @Override
            public String image() {
                return "mandrel";
            }

            @Override
            public NativeConfig.ImagePullStrategy pull() {
                return NativeConfig.ImagePullStrategy.MISSING;
            }
        };
        return byItself.getEffectiveImage();
    }

    private static List<String> basesOf(String file) throws IOException {
        return Files.readAllLines(DOCKER.resolve(file)).stream()
                .filter(line -> line.startsWith("FROM "))
                .map(line -> line.split(" ")[1])
                .toList();
    }
}

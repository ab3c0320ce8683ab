package dev.tidings.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.support.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubectl makes of the overlays, where there is a kubectl. */
class OverlayTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void rendersToDocumentsThatKubernetesTakesAndThatFindEachOther(String overlay) throws Exception {
        List<HasMetadata> documents = Manifests.read(render(overlay));

        Set<String> configurations = documents.stream()
                .filter(ConfigMap.class::isInstance)
                .map(document -> document.getMetadata().getName())
                .collect(Collectors.toSet());
        Set<String> used = documents.stream()
                .flatMap(OverlayTest::pods)
                .flatMap(pod -> pod.getSpec().getContainers().get(0).getEnvFrom().stream())
                .filter(source -> source.getConfigMapRef() != null)
                .map(source -> source.getConfigMapRef().getName())
                .collect(Collectors.toSet());
        assertEquals(configurations, used);
        assertEquals(
                1,
                documents.stream()
                        .filter(document -> !document.getKind().equals("Namespace"))
                        .map(document -> document.getMetadata().getNamespace())
                        .distinct()
                        .count(),
                "namespaces");
    }

    private static Stream<PodTemplateSpec> pods(HasMetadata document) {
        if (document instanceof Deployment deployment) {
            return Stream.of(deployment.getSpec().getTemplate());
        }
        return document instanceof Job job ? Stream.of(job.getSpec().getTemplate()) : Stream.empty();
    }

    private static String render(String overlay) throws Exception {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder(
                            "kubectl",
                            "kustomize",
                            Manifests.ROOT.resolve("overlays").resolve(overlay).toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no kubectl: " + e.getMessage());
            throw e;
        }
        String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(kubectl.waitFor(60, TimeUnit.SECONDS), "kubectl does not end");
        assertEquals(0, kubectl.exitValue());
        return rendered;
    }
}

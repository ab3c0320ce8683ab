package dev.tidings.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.platform.process.ServiceEnvironment;
import dev.tidings.support.Manifests;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the manifests against the model of Kubernetes, against each other, and against the service that they run. */
class KubernetesTest {
    private static final Path TEMPLATE = Manifests.BASE.resolve("secret.template.yaml");
    private static final int PORT = 8080;

    private final Deployment deployment = Manifests.base(Deployment.class);
    private final Service service = Manifests.base(Service.class);
    private final Job migration = Manifests.base(Job.class);
    private final ServiceEnvironment environment = new ServiceEnvironment();

    @TestFactory
    Stream<DynamicTest> everyDocumentIsOneThatKubernetesTakes() {
        return Manifests.files(Manifests.ROOT).stream()
                .filter(file -> !isKustomization(file) && !isJsonPatch(file))
                .map(file -> DynamicTest.dynamicTest(
                        file.toString(), () -> assertFalse(Manifests.read(file).isEmpty())));
    }

    @Test
    void aFieldThatKubernetesDoesNotHaveIsNoticed() {
        String typo = "apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  selectors: {}\n";
        assertThrows(AssertionError.class, () -> Manifests.read(typo));
    }

    @Test
    void everyFileIsPartOfAKustomization() {
        Set<Path> used = new TreeSet<>();
        Manifests.files(Manifests.ROOT).stream()
                .filter(KubernetesTest::isKustomization)
                .forEach(file -> references(file).forEach(used::add));
        used.forEach(file -> assertTrue(Files.exists(file), () -> file + " is missing"));
        Set<Path> files = Manifests.files(Manifests.ROOT).stream()
                .filter(file -> !isKustomization(file) && !file.equals(TEMPLATE))
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeIf(Files::isDirectory);
        assertEquals(files, used);
    }

    @Test
    void selectorsMeetTheReplicasAndNotTheMigration() {
        Map<String, String> replica = labels(deployment.getSpec().getTemplate());
        Map<String, String> job = labels(migration.getSpec().getTemplate());
        List<Map<String, String>> selectors = new ArrayList<>(List.of(
                deployment.getSpec().getSelector().getMatchLabels(),
                service.getSpec().getSelector(),
                Manifests.base(PodDisruptionBudget.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels()));
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getTopologySpreadConstraints()
                .forEach(spread -> selectors.add(spread.getLabelSelector().getMatchLabels()));
        for (Map<String, String> selector : selectors) {
            assertTrue(selects(selector, replica), selector::toString);
            assertFalse(selects(selector, job), selector::toString);
        }
        Map<String, String> policy =
                Manifests.base(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels();
        assertTrue(selects(policy, replica) && selects(policy, job), "the policy holds for both");
        ServiceMonitor monitor = Manifests.base(ServiceMonitor.class);
        assertTrue(selects(
                monitor.getSpec().getSelector().getMatchLabels(),
                service.getMetadata().getLabels()));
    }

    @Test
    void portsAreCalledByTheNamesThatTheyHave() {
        ContainerPort port = container().getPorts().get(0);
        assertEquals(PORT, port.getContainerPort());
        String http = port.getName();
        assertEquals(http, service.getSpec().getPorts().get(0).getTargetPort().getStrVal());
        String published = service.getSpec().getPorts().get(0).getName();
        assertEquals(
                published,
                Manifests.base(ServiceMonitor.class)
                        .getSpec()
                        .getEndpoints()
                        .get(0)
                        .getPort());
        backends().forEach(path -> {
            assertEquals(
                    service.getMetadata().getName(),
                    path.getBackend().getService().getName());
            assertEquals(published, path.getBackend().getService().getPort().getName());
        });
        probes().forEach(
                        probe -> assertEquals(http, probe.getHttpGet().getPort().getStrVal()));
        NetworkPolicy policy = Manifests.base(NetworkPolicy.class);
        assertEquals(
                http,
                policy.getSpec().getIngress().get(0).getPorts().get(0).getPort().getStrVal());
        HorizontalPodAutoscaler scaler = Manifests.base(HorizontalPodAutoscaler.class);
        assertEquals(
                deployment.getMetadata().getName(),
                scaler.getSpec().getScaleTargetRef().getName());
    }

    @Test
    void nothingButTheApiIsPublished() {
        assertEquals(
                Set.of("/v1", "/api/v1"), backends().map(path -> path.getPath()).collect(Collectors.toSet()));
        backends().forEach(path -> assertEquals("Prefix", path.getPathType()));
    }

    @Test
    void everyVariableIsOneThatTheServiceTakesNoticeOf() {
        Set<String> unknown = new TreeSet<>();
        variables().filter(name -> !environment.knows(name)).forEach(unknown::add);
        assertEquals(Set.of(), unknown);
        assertFalse(environment.knows("QUARKUS_SHUTDOWN_DELAY_ENABLED"), "fixed by the build");
        assertFalse(environment.knows("TIDINGS_DATABASE_MIGRATION"));
    }

    @Test
    void theJobMigratesAndTheReplicasWait() {
        assertEquals("false", literals().get("TIDINGS_DATABASE_MIGRATE"));
        Container job =
                migration.getSpec().getTemplate().getSpec().getContainers().get(0);
        assertEquals("true", value(job, "TIDINGS_DATABASE_MIGRATE_ONLY"));
        assertEquals(container().getImage(), job.getImage());
        Set<String> secrets = template().getStringData().keySet();
        job.getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null)
                .forEach(variable -> assertTrue(
                        secrets.contains(
                                variable.getValueFrom().getSecretKeyRef().getKey()),
                        variable::getName));
    }

    @Test
    void noSecretIsInTheRepository() {
        template().getStringData().forEach((key, value) -> assertEquals("", value, key));
        assertFalse(kustomization("overlays/prod").has("secretGenerator"));
        assertFalse(kustomization("base").has("secretGenerator"));
    }

    @Test
    void whatRunsIsAllowedNothing() {
        for (PodTemplateSpec pod :
                List.of(deployment.getSpec().getTemplate(), migration.getSpec().getTemplate())) {
            assertEquals(false, pod.getSpec().getAutomountServiceAccountToken());
            assertEquals(true, pod.getSpec().getSecurityContext().getRunAsNonRoot());
            assertEquals(
                    "RuntimeDefault",
                    pod.getSpec().getSecurityContext().getSeccompProfile().getType());
            Container container = pod.getSpec().getContainers().get(0);
            assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem());
            assertEquals(false, container.getSecurityContext().getAllowPrivilegeEscalation());
            assertEquals(
                    List.of("ALL"),
                    container.getSecurityContext().getCapabilities().getDrop());
            assertTrue(container.getResources().getLimits().containsKey("memory"));
        }
    }

    @Test
    void readinessIsNoticedBeforeTheDrainBeginsAndTheDrainEndsBeforeThePodIsKilled() {
        Probe readiness = container().getReadinessProbe();
        Duration delay = duration("QUARKUS_SHUTDOWN_DELAY");
        Duration timeout = duration("QUARKUS_SHUTDOWN_TIMEOUT");
        int noticed = readiness.getPeriodSeconds() * readiness.getFailureThreshold();
        assertTrue(delay.toSeconds() > noticed, "readiness is noticed after " + noticed + " s");
        assertTrue(delay.plus(timeout).toSeconds() < 25, "longer than the 25 s that are promised");
        long grace = deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds();
        assertTrue(grace >= 30, "killed after " + grace + " s");
    }

    private Container container() {
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private Stream<Probe> probes() {
        return Stream.of(
                container().getStartupProbe(),
                container().getReadinessProbe(),
                container().getLivenessProbe());
    }

    private static Stream<io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath> backends() {
        return Manifests.base(Ingress.class).getSpec().getRules().stream()
                .flatMap(rule -> rule.getHttp().getPaths().stream());
    }

    /** All names that reach a container of the service, from wherever. */
    private Stream<String> variables() {
        Stream<String> generated = Stream.of("base", "overlays/dev", "overlays/prod")
                .map(KubernetesTest::kustomization)
                .flatMap(tree -> Stream.concat(
                        literals(tree, "configMapGenerator").keySet().stream(),
                        literals(tree, "secretGenerator").keySet().stream()));
        Stream<String> direct = Stream.of(
                        deployment.getSpec().getTemplate(), migration.getSpec().getTemplate())
                .flatMap(pod -> pod.getSpec().getContainers().get(0).getEnv().stream())
                .map(EnvVar::getName);
        return Stream.of(generated, direct, template().getStringData().keySet().stream())
                .flatMap(names -> names);
    }

    private static Secret template() {
        return (Secret) Manifests.read(TEMPLATE).get(0);
    }

    private static Map<String, String> literals() {
        return literals(kustomization("base"), "configMapGenerator");
    }

    private static Map<String, String> literals(JsonNode kustomization, String generator) {
        List<String> all = new ArrayList<>();
        kustomization
                .path(generator)
                .forEach(map -> map.path("literals").forEach(literal -> all.add(literal.asText())));
        return all.stream()
                .map(literal -> literal.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static JsonNode kustomization(String folder) {
        return Manifests.trees(Manifests.ROOT.resolve(folder).resolve("kustomization.yaml"))
                .get(0);
    }

    private static Duration duration(String name) {
        return Duration.parse("PT" + literals().get(name));
    }

    private static String value(Container container, String name) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static Map<String, String> labels(PodTemplateSpec pod) {
        return pod.getMetadata().getLabels();
    }

    private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    private static Stream<Path> references(Path kustomization) {
        JsonNode tree = Manifests.trees(kustomization).get(0);
        List<String> names = new ArrayList<>();
        tree.path("resources").forEach(name -> names.add(name.asText()));
        tree.path("patches").forEach(patch -> names.add(patch.path("path").asText("")));
        return names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> kustomization.resolveSibling(name).normalize());
    }

    private static boolean isKustomization(Path file) {
        return file.endsWith("kustomization.yaml");
    }

    private static boolean isJsonPatch(Path file) {
        return !Manifests.trees(file).get(0).has("kind");
    }
}

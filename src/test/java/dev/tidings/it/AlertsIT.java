package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tidings.support.ApiClient;
import dev.tidings.support.Manifests;
import dev.tidings.support.TidingsProcess;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether what watches over the service looks at something that the service has. */
class AlertsIT {
    private static final Pattern NAME = Pattern.compile("\\b([a-z][a-z0-9_]{2,})\\b(?!\\s*\\()");
    private static final Pattern LABELLED = Pattern.compile("([a-z][a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*[!=~]");

    private static TidingsProcess service;

    @BeforeAll
    static void start() {
        service = TidingsProcess.shared();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    void everyAlertAsksForMetricsAndLabelsThatThereAre() {
        ApiClient client = service.client();
        String sessionId = client.connectedSession("watched");
        client.sendText(sessionId, "14155552671", "Hello").requireStatus(200);
        client.get("/v1/sessions/unknown").requireStatus(404);
        String metrics = Manifests.base(ServiceMonitor.class)
                .getSpec()
                .getEndpoints()
                .get(0)
                .getPath();

        List<Rule> rules = Manifests.base(PrometheusRule.class)
                .getSpec()
                .getGroups()
                .get(0)
                .getRules();

        assertFalse(rules.isEmpty());
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            Map<String, Set<String>> known =
                    samples(client.get(metrics).requireStatus(200).text());
            for (Rule rule : rules) {
                String expression = rule.getExpr().getStrVal();
                assertEquals(Set.of(), missing(expression, known), rule.getAlert());
            }
        });
    }

    @Test
    void everyProbeAsksForAPathThatAnswers() {
        var container = Manifests.base(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        for (Probe probe :
                List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())) {
            service.client().get(probe.getHttpGet().getPath()).requireStatus(200);
        }
    }

    /** The labels of each metric, by its name. */
    private static Map<String, Set<String>> samples(String scraped) {
        return scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.split("[{ ]")[0],
                        line -> Pattern.compile("([a-zA-Z_]+)=\"")
                                .matcher(line)
                                .results()
                                .map(label -> label.group(1))
                                .collect(Collectors.toSet()),
                        (one, other) -> {
                            one.addAll(other);
                            return one;
                        }));
    }

    private static Set<String> missing(String expression, Map<String, Set<String>> known) {
        Set<String> missing = new TreeSet<>();
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^]]*]", "")
                .replaceAll("\\bby\\s*\\([^)]*\\)", "");
        NAME.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(name -> !known.containsKey(name))
                .forEach(missing::add);
        LABELLED.matcher(expression.replaceAll("\"[^\"]*\"", ""))
                .results()
                .forEach(selector -> LABEL.matcher(selector.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label ->
                                !known.getOrDefault(selector.group(1), Set.of()).contains(label))
                        .forEach(label -> missing.add(selector.group(1) + "{" + label + "}")));
        return missing;
    }
}

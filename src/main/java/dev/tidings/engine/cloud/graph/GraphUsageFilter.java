package dev.tidings.engine.cloud.graph;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;

/** Reads from every answer of Meta how much of its limits is used. */
class GraphUsageFilter implements ClientResponseFilter {
    private final CloudMetrics metrics;

    GraphUsageFilter(CloudMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (response.getHeaders() == null) {
            return; // the connection broke: there was no answer
        }
        metrics.usage(response.getHeaderString(GraphUsage.APP), response.getHeaderString(GraphUsage.BUSINESS));
    }
}

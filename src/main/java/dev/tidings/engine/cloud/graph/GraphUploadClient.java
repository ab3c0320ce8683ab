package dev.tidings.engine.cloud.graph;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

/** Uploads to the Graph API: they may take longer than any other call. */
@RegisterRestClient(configKey = "cloud-uploads")
@RegisterProvider(GraphUsageFilter.class)
@Path("/{version}/{id}/media")
@Produces(MediaType.APPLICATION_JSON)
interface GraphUploadClient {

    /** An uploaded file, kept for 30 days. */
    record Uploaded(String id) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Uni<Uploaded> upload(
            @PathParam("version") String version,
            @PathParam("id") String phoneNumberId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            ClientMultipartForm form);

    /** The file is streamed from the disk. */
    default Uni<Uploaded> upload(
            String version, String phoneNumberId, String bearer, String mimeType, java.nio.file.Path file) {
        ClientMultipartForm form = ClientMultipartForm.create()
                .attribute("messaging_product", "whatsapp", null)
                .attribute("type", mimeType, null)
                .binaryFileUpload("file", file.getFileName().toString(), file.toString(), mimeType);
        return upload(version, phoneNumberId, bearer, form);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return GraphClient.failure(response);
    }
}

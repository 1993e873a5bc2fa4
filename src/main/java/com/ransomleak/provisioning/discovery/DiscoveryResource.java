package com.ransomleak.provisioning.discovery;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.ListResponse;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code /ServiceProviderConfig}, {@code /ResourceTypes}, {@code /Schemas}, and {@code /Me}, which
 * is not supported. Locations use the address of the request. A request with a token gets the
 * extension schemas of its tenant, too. Parameters other than {@code filter}, which is rejected
 * (D-13), are ignored.
 */
@Path("v2")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class DiscoveryResource {
  @Inject private Tenants tenants;

  @GET
  @Path("ServiceProviderConfig")
  public Response serviceProviderConfig(
      @Context UriInfo uri, @HeaderParam("If-None-Match") String ifNoneMatch) {
    rejectFilter(uri);
    return cacheable(
        ifNoneMatch,
        ScimJson.write(located(ServiceProviderConfig.document(), uri, "/ServiceProviderConfig")));
  }

  @GET
  @Path("{kind: ResourceTypes|Schemas}")
  public Response list(
      @Context SecurityContext caller,
      @Context UriInfo uri,
      @HeaderParam("If-None-Match") String ifNoneMatch,
      @PathParam("kind") String kind) {
    return cacheable(
        ifNoneMatch, ListResponse.text(resources(caller, uri, kind).map(ScimJson::write).toList()));
  }

  @GET
  @Path("{kind: ResourceTypes|Schemas}/{id}")
  public Response get(
      @Context SecurityContext caller,
      @Context UriInfo uri,
      @HeaderParam("If-None-Match") String ifNoneMatch,
      @PathParam("kind") String kind,
      @PathParam("id") String id) {
    boolean isSchema = kind.equals("Schemas");
    return resources(caller, uri, kind)
        .filter(
            json ->
                json.getString("id").equals(id)
                    || (isSchema && json.getString("id").equalsIgnoreCase(id)))
        .findFirst()
        .map(json -> cacheable(ifNoneMatch, ScimJson.write(json)))
        .orElseThrow(() -> ScimException.notFound(isSchema ? "Schema" : "ResourceType", id));
  }

  /** A token belongs to a provisioning client, not to a user (Y-01, Y-03). */
  @Path("Me{below: (/.*)?}")
  public Object me() {
    throw new ScimException(
        501,
        "/Me is not supported: the token belongs to a provisioning client, not to a person. Use"
            + " /Users.");
  }

  private Stream<JsonObject> resources(SecurityContext caller, UriInfo uri, String kind) {
    rejectFilter(uri);
    // Without a token the answer is the same for all tenants (Dec-12).
    SchemaRegistry registry =
        caller.getUserPrincipal() instanceof ScimRequestContext context
            ? tenants.schemas(context.tenant())
            : SchemaRegistry.STANDARD;
    Stream<JsonObject> resources =
        kind.equals("Schemas")
            ? registry.schemas().stream().map(Schema::json)
            : registry.resourceTypes().stream().map(ResourceType::json);
    return resources.map(
        json -> located(json, uri, json.getJsonObject("meta").getString("location")));
  }

  /** RFC 7644 section 4 forbids filters here, so that no client mistakes the list for a match. */
  private static void rejectFilter(UriInfo uri) {
    if (uri.getQueryParameters().containsKey("filter")) {
      throw new ScimException(403, "filter is not possible on discovery endpoints. Leave it out.");
    }
  }

  private static JsonObject located(JsonObject resource, UriInfo uri, String path) {
    JsonObject meta =
        ScimJson.object(resource.getJsonObject("meta"))
            .add("location", uri.getBaseUri().resolve("v2" + path).toString())
            .build();
    return ScimJson.object(resource).add("meta", meta).build();
  }

  /** The tag is a hash of the response (D-16). */
  private static Response cacheable(String ifNoneMatch, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String tag = UUID.nameUUIDFromBytes(body).toString();
    // Request.evaluatePreconditions of Jersey fails on a malformed header.
    boolean known = EntityTags.parse("If-None-Match", ifNoneMatch).names(tag);
    return (known ? Response.notModified() : Response.ok(body))
        .tag(new EntityTag(tag, true))
        .header("Cache-Control", "private, max-age=300")
        .header("Vary", "Authorization")
        .build();
  }
}

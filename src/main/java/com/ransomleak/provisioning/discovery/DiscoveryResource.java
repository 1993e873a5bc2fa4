package com.ransomleak.provisioning.discovery;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.ListResponse;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code /ServiceProviderConfig}, {@code /ResourceTypes}, {@code /Schemas}. Locations are built
 * from the address that was asked, and a tenant may have extension schemas of its own, which only
 * its token shows; otherwise the answers are the same everywhere. Parameters other than {@code
 * filter}, which is forbidden (D-13), are ignored.
 */
@Path("v2")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class DiscoveryResource {
  @Inject private Tenants tenants;

  @GET
  @Path("ServiceProviderConfig")
  public Response serviceProviderConfig(
      @Context UriInfo uri, @Context Request request, @QueryParam("filter") String filter) {
    refuse(filter);
    return cacheable(
        request,
        ScimJson.write(located(ServiceProviderConfig.document(), uri, "ServiceProviderConfig")));
  }

  @GET
  @Path("ResourceTypes")
  public Response resourceTypes(
      @Context SecurityContext caller,
      @Context UriInfo uri,
      @Context Request request,
      @QueryParam("filter") String filter) {
    refuse(filter);
    return list(
        request,
        schemas(caller).resourceTypes().stream()
            .map(type -> located(type.json(), uri, "ResourceTypes/" + type.name())));
  }

  @GET
  @Path("ResourceTypes/{name}")
  public Response resourceType(
      @Context SecurityContext caller,
      @Context UriInfo uri,
      @Context Request request,
      @PathParam("name") String name,
      @QueryParam("filter") String filter) {
    refuse(filter);
    JsonObject found =
        schemas(caller).resourceTypes().stream()
            .filter(type -> type.name().equals(name))
            .map(type -> located(type.json(), uri, "ResourceTypes/" + name))
            .findFirst()
            .orElseThrow(() -> ScimException.notFound("ResourceType", name));
    return cacheable(request, ScimJson.write(found));
  }

  @GET
  @Path("Schemas")
  public Response schemas(
      @Context SecurityContext caller,
      @Context UriInfo uri,
      @Context Request request,
      @QueryParam("filter") String filter) {
    refuse(filter);
    return list(
        request,
        schemas(caller).schemas().stream()
            .map(schema -> located(schema.json(), uri, "Schemas/" + schema.id())));
  }

  @GET
  @Path("Schemas/{urn}")
  public Response schema(
      @Context SecurityContext caller,
      @Context UriInfo uri,
      @Context Request request,
      @PathParam("urn") String urn,
      @QueryParam("filter") String filter) {
    refuse(filter);
    JsonObject found =
        schemas(caller)
            .schema(urn)
            .map(schema -> located(schema.json(), uri, "Schemas/" + schema.id()))
            .orElseThrow(() -> ScimException.notFound("Schema", urn));
    return cacheable(request, ScimJson.write(found));
  }

  /** As the tenant of the token has them; without one, as everybody has them (§Dec-12). */
  private SchemaRegistry schemas(SecurityContext caller) {
    return caller.getUserPrincipal() instanceof ScimRequestContext exchange
        ? tenants.schemas(exchange.tenant())
        : SchemaRegistry.STANDARD;
  }

  /**
   * RFC 7644 section 4: a filter on discovery is refused, so that nobody takes the whole for a
   * part.
   */
  private static void refuse(String filter) {
    if (filter != null) {
      throw new ScimException(
          403, null, "filter is not possible on discovery endpoints. Leave it out.");
    }
  }

  private static Response list(Request request, Stream<JsonObject> resources) {
    List<String> texts = resources.map(ScimJson::write).toList();
    return cacheable(request, ListResponse.text(texts));
  }

  private static JsonObject located(JsonObject resource, UriInfo uri, String path) {
    JsonObject meta =
        ScimJson.object(resource.getJsonObject("meta"))
            .add("location", uri.getBaseUri().resolve("v2/" + path).toString())
            .build();
    return ScimJson.object(resource).add("meta", meta).build();
  }

  /** The tag is made of the answer itself (D-16). */
  private static Response cacheable(Request request, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(body).toString(), true);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder answer = unchanged != null ? unchanged : Response.ok(body).tag(tag);
    return answer
        .header("Cache-Control", "private, max-age=300")
        .header("Vary", "Authorization")
        .build();
  }
}

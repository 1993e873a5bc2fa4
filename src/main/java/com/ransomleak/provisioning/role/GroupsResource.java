package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.dialect.ClientQuirks;
import com.ransomleak.provisioning.http.IfMatch;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.http.ResourceEndpoint;
import com.ransomleak.provisioning.http.ResponseBuffers;
import com.ransomleak.provisioning.http.ResponseWriter;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.http.ScimResponses;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /scim/v2/Groups} (RFC 7644 section 3.2): headers, parameters and bodies; {@link Roles} and
 * {@link RoleQueries} do the work.
 */
@Path("v2/Groups")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class GroupsResource implements ResourceEndpoint {
  private static final ResourceType TYPE = Schemas.group();
  private static final AttributePath MEMBERS = AttributePath.of("members");

  @Inject private Roles roles;
  @Inject private RoleQueries queries;
  @Inject private IfMatch versions;
  @Inject private RequestBodies bodies;
  @Inject private ResponseBuffers answers;
  @Inject private Tenants tenants;

  @GET
  public Response list(@Context SecurityContext caller, @Context UriInfo uri) {
    return list(exchange(caller), SearchRequest.of(uri.getQueryParameters()));
  }

  /** A query whose parameters stay out of URLs and logs (RFC 7644 section 3.4.3). */
  @POST
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path(".search")
  public Response search(@Context SecurityContext caller, byte[] body) {
    ScimRequestContext exchange = exchange(caller);
    return list(exchange, SearchRequest.parse(bodies.parse(body), exchange.tolerances()));
  }

  private Response list(ScimRequestContext exchange, SearchRequest request) {
    AttributeSelection selection = ScimResponses.selection(request, type(exchange));
    ListQuery query = ListQuery.of(request, type(exchange), exchange.tolerances());
    ResponseWriter groups = answers.open(exchange.tenant(), selection);
    return ScimResponses.list(
        queries.list(
            exchange.tenant(), query, selection.includes(MEMBERS), exchange.baseUrl(), groups),
        groups);
  }

  @GET
  @Path("{id}")
  public Response get(
      @Context SecurityContext caller,
      @PathParam("id") String id,
      @HeaderParam("If-None-Match") String ifNoneMatch,
      @QueryParam("attributes") List<String> attributes,
      @QueryParam("excludedAttributes") List<String> excludedAttributes) {
    ScimRequestContext exchange = exchange(caller);
    AttributeSelection selection =
        ScimResponses.selection(attributes, excludedAttributes, type(exchange));
    StoredResource group =
        queries
            .find(exchange.tenant(), id, selection.includes(MEMBERS), exchange.baseUrl())
            .orElseThrow(() -> ScimException.notFound(TYPE.name(), id));
    return group.json() == null && !ScimResponses.isKnown(group, ifNoneMatch)
        ? large(exchange, Response.Status.OK, group, selection)
        : ScimResponses.read(exchange, TYPE.endpoint(), group, selection, ifNoneMatch);
  }

  @POST
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Override
  public Response create(
      @Context SecurityContext caller,
      @QueryParam("attributes") List<String> attributes,
      @QueryParam("excludedAttributes") List<String> excludedAttributes,
      byte[] body) {
    ScimRequestContext exchange = exchange(caller);
    AttributeSelection selection =
        ScimResponses.selection(attributes, excludedAttributes, type(exchange));
    JsonObject document = document(exchange, body);
    StoredResource group =
        explained(
            exchange,
            () ->
                roles.create(
                    exchange.tenant(),
                    withoutMembers(document),
                    members(document).orElse(List.of()),
                    ReturnedMembers.with(selection.includes(MEMBERS)),
                    exchange));
    return group.json() == null
        ? large(exchange, Response.Status.CREATED, group, selection)
        : ScimResponses.created(exchange, TYPE.endpoint(), group, selection);
  }

  @PUT
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path("{id}")
  @Override
  public Response replace(
      @Context SecurityContext caller,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch,
      @QueryParam("attributes") List<String> attributes,
      @QueryParam("excludedAttributes") List<String> excludedAttributes,
      byte[] body) {
    ScimRequestContext exchange = exchange(caller);
    AttributeSelection selection =
        ScimResponses.selection(attributes, excludedAttributes, type(exchange));
    EntityTags expected = versions.read(exchange, ifMatch);
    JsonObject request =
        ClientQuirks.normaliseDocument(bodies.parse(body), type(exchange), exchange.tolerances());
    ScimResponses.noteName(exchange, request, "displayName");
    JsonObject document = DocumentReader.read(request, type(exchange), exchange.tolerances());
    StoredResource group =
        explained(
            exchange,
            () ->
                roles.replace(
                    exchange.tenant(),
                    id,
                    withoutMembers(document),
                    sentMembers(request, document, exchange.tolerances().isStrict()),
                    expected,
                    ReturnedMembers.with(selection.includes(MEMBERS)),
                    exchange));
    return changed(exchange, group, selection);
  }

  /**
   * 204 unless attributes are asked for: nobody wants fifty thousand members back for each delta
   * (§Dec-2).
   */
  @PATCH
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path("{id}")
  @Override
  public Response patch(
      @Context SecurityContext caller,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch,
      @QueryParam("attributes") List<String> attributes,
      @QueryParam("excludedAttributes") List<String> excludedAttributes,
      byte[] body) {
    ScimRequestContext exchange = exchange(caller);
    AttributeSelection selection =
        ScimResponses.selection(attributes, excludedAttributes, type(exchange));
    EntityTags expected = versions.read(exchange, ifMatch);
    JsonObject request =
        ClientQuirks.normalisePatch(bodies.parse(body), type(exchange), exchange.tolerances());
    List<PatchOperation> operations =
        PatchRequest.parse(request, type(exchange), exchange.tolerances());
    boolean withoutBody = selection.isDefault();
    ReturnedMembers shown =
        withoutBody ? ReturnedMembers.VERSION : ReturnedMembers.with(selection.includes(MEMBERS));
    StoredResource group =
        explained(
            exchange,
            () -> roles.patch(exchange.tenant(), id, operations, expected, shown, exchange));
    return withoutBody
        ? ScimResponses.changedWithoutBody(exchange, TYPE.endpoint(), group)
        : changed(exchange, group, selection);
  }

  private Response changed(
      ScimRequestContext exchange, StoredResource group, AttributeSelection selection) {
    return group.json() == null
        ? large(exchange, Response.Status.OK, group, selection)
        : ScimResponses.changed(exchange, TYPE.endpoint(), group, selection);
  }

  private Response large(
      ScimRequestContext exchange,
      Response.Status status,
      StoredResource group,
      AttributeSelection selection) {
    ResponseWriter writer = answers.open(exchange.tenant(), selection);
    StoredResource read =
        queries
            .readLarge(exchange.tenant(), group.id(), exchange.baseUrl(), writer)
            .orElseThrow(() -> ScimException.notFound(TYPE.name(), group.id()));
    return ScimResponses.large(exchange, TYPE.endpoint(), status, read, writer);
  }

  @DELETE
  @Path("{id}")
  @Override
  public Response delete(
      @Context SecurityContext caller,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch) {
    ScimRequestContext exchange = exchange(caller);
    roles.delete(exchange.tenant(), id, versions.read(exchange, ifMatch), exchange);
    return Response.noContent().build();
  }

  /** A value that another group has is refused with advice that fits what was tried. */
  private StoredResource explained(ScimRequestContext exchange, Supplier<StoredResource> write) {
    try {
      return write.get();
    } catch (GroupExists refusal) {
      throw queries.explain(exchange.tenant(), refusal);
    }
  }

  private JsonObject document(ScimRequestContext exchange, byte[] body) {
    JsonObject request =
        ClientQuirks.normaliseDocument(bodies.parse(body), type(exchange), exchange.tolerances());
    ScimResponses.noteName(exchange, request, "displayName");
    return DocumentReader.read(request, type(exchange), exchange.tolerances());
  }

  private static JsonObject withoutMembers(JsonObject document) {
    return ScimJson.object(document).remove("members").build();
  }

  private static Optional<List<String>> members(JsonObject document) {
    JsonArray members = document.getJsonArray("members");
    return Optional.ofNullable(members)
        .map(
            list ->
                list.getValuesAs(JsonValue::asJsonObject).stream()
                    .map(member -> member.getString("value"))
                    .toList());
  }

  /**
   * A canonical document has no empty list, but in a PUT {@code "members":[]} empties the group,
   * while none, null or an empty text keeps it (W-10): nobody loses a role by accident. In strict
   * mode what is absent is cleared, as everything else is.
   */
  private static Optional<List<String>> sentMembers(
      JsonObject request, JsonObject document, boolean strict) {
    boolean sent =
        strict
            || request.entrySet().stream()
                .filter(entry -> TYPE.find(entry.getKey()).filter(MEMBERS::equals).isPresent())
                .map(Map.Entry::getValue)
                .anyMatch(value -> value instanceof JsonArray || !ValueReader.isUnassigned(value));
    return sent ? members(document).or(() -> Optional.of(List.of())) : Optional.empty();
  }

  /** As the tenant has it, with its own extensions. */
  private ResourceType type(ScimRequestContext exchange) {
    return tenants.schemas(exchange.tenant()).group();
  }

  private static ScimRequestContext exchange(SecurityContext caller) {
    return (ScimRequestContext) caller.getUserPrincipal();
  }
}

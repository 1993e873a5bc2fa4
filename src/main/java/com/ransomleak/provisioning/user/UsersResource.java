package com.ransomleak.provisioning.user;

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
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.UniqueKey;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /scim/v2/Users} (RFC 7644 section 3.2): headers, parameters and bodies; {@link Users} and
 * {@link UserQueries} do the work.
 */
@Path("v2/Users")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class UsersResource implements ResourceEndpoint {
  private static final ResourceType TYPE = Schemas.user();

  @Inject private Users users;
  @Inject private UserQueries queries;
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
    ResponseWriter users = answers.open(exchange.tenant(), selection);
    Page page =
        queries
            .lookup(exchange.tenant(), query, exchange.baseUrl(), users)
            .orElseGet(() -> queries.list(exchange.tenant(), query, exchange.baseUrl(), users));
    return ScimResponses.list(page, users);
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
    StoredResource user =
        queries
            .find(exchange.tenant(), id, exchange.baseUrl())
            .orElseThrow(() -> ScimException.notFound(TYPE.name(), id));
    return ScimResponses.read(exchange, TYPE.endpoint(), user, selection, ifNoneMatch);
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
    return ScimResponses.created(
        exchange, TYPE.endpoint(), createOrAdopt(document(exchange, body), exchange), selection);
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
    JsonObject document = document(exchange, body);
    StoredResource user =
        change(exchange, () -> users.replace(exchange.tenant(), id, document, expected, exchange));
    return ScimResponses.changed(exchange, TYPE.endpoint(), user, selection);
  }

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
    StoredResource user =
        change(exchange, () -> users.patch(exchange.tenant(), id, operations, expected, exchange));
    return ScimResponses.changed(exchange, TYPE.endpoint(), user, selection);
  }

  @DELETE
  @Path("{id}")
  @Override
  public Response delete(
      @Context SecurityContext caller,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch) {
    ScimRequestContext exchange = exchange(caller);
    users.delete(exchange.tenant(), id, versions.read(exchange, ifMatch), exchange);
    return Response.noContent().build();
  }

  /**
   * Creates people who name each other as managers, all of them or nobody. Who is inactive is not
   * found by externalId here (§Dec-18): the others have the arrival's own id already.
   *
   * @return 201 for each
   * @throws BulkCreateException when one of them cannot be created
   */
  public List<Response> createTogether(TenantId tenant, List<NewUser> arrivals) {
    List<NewUser> people = new ArrayList<>();
    for (NewUser arrival : arrivals) {
      people.add(
          BulkCreateException.unless(
              people.size(), () -> arrival.with(document(arrival.exchange(), arrival.document()))));
    }
    AttributeSelection everything = ScimResponses.selection(List.of(), List.of(), TYPE);
    List<Response> answers = new ArrayList<>();
    for (StoredResource user : createAll(tenant, people)) {
      ScimRequestContext exchange = arrivals.get(answers.size()).exchange();
      answers.add(ScimResponses.created(exchange, TYPE.endpoint(), user, everything));
    }
    return answers;
  }

  private List<StoredResource> createAll(TenantId tenant, List<NewUser> people) {
    try {
      return users.createTogether(tenant, people);
    } catch (BulkCreateException refused) {
      if (refused.getCause() instanceof UserExists refusal) {
        NewUser person = people.get(refused.index());
        throw new BulkCreateException(
            refused.index(), onCreate(person.exchange(), person.document(), refusal));
      }
      throw refused;
    }
  }

  private StoredResource createOrAdopt(JsonObject document, ScimRequestContext exchange) {
    try {
      return users.create(exchange.tenant(), document, exchange);
    } catch (UserExists refusal) {
      if (refusal.key() == UniqueKey.USER_EXTERNAL_ID) {
        return adopt(document, exchange, refusal);
      }
      throw onCreate(exchange, document, refusal);
    }
  }

  private StoredResource adopt(
      JsonObject document, ScimRequestContext exchange, UserExists refusal) {
    try {
      return users.adopt(
          exchange.tenant(), document, exchange, onCreate(exchange, document, refusal));
    } catch (UserExists other) {
      throw onCreate(exchange, document, other);
    }
  }

  private ScimException onCreate(
      ScimRequestContext exchange, JsonObject document, UserExists refusal) {
    return queries.onCreate(exchange.tenant(), document, refusal);
  }

  /** Changes a user; a value that another one has is refused with advice that fits a change. */
  private StoredResource change(ScimRequestContext exchange, Supplier<StoredResource> change) {
    try {
      return change.get();
    } catch (UserExists refusal) {
      throw queries.onChange(exchange.tenant(), refusal);
    }
  }

  private JsonObject document(ScimRequestContext exchange, byte[] body) {
    return document(exchange, bodies.parse(body));
  }

  private JsonObject document(ScimRequestContext exchange, JsonObject body) {
    JsonObject request =
        ClientQuirks.normaliseDocument(body, type(exchange), exchange.tolerances());
    ScimResponses.noteName(exchange, request, "userName");
    return DocumentReader.read(request, type(exchange), exchange.tolerances());
  }

  /** As the tenant has it, with its own extensions. */
  private ResourceType type(ScimRequestContext exchange) {
    return tenants.schemas(exchange.tenant()).user();
  }

  private static ScimRequestContext exchange(SecurityContext caller) {
    return (ScimRequestContext) caller.getUserPrincipal();
  }
}

package com.ransomleak.provisioning.root;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.http.ResponseBuffers;
import com.ransomleak.provisioning.http.ResponseWriter;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.http.ScimResponses;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/**
 * {@code /scim/v2/} and {@code /scim/v2/.search}: users and groups in one list. An attribute
 * that one type does not have is there one without a value; sorted can only be by what both
 * types have.
 */
@Path("v2")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class RootResource {
  @Inject private RootQueries queries;
  @Inject private Tenants tenants;
  @Inject private RequestBodies bodies;
  @Inject private ResponseBuffers answers;

  @GET
  public Response list(@Context SecurityContext caller, @Context UriInfo uri) {
    return list(exchange(caller), SearchRequest.of(uri.getQueryParameters()));
  }

  @POST
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path(".search")
  public Response search(@Context SecurityContext caller, byte[] body) {
    ScimRequestContext exchange = exchange(caller);
    return list(exchange, SearchRequest.parse(bodies.parse(body), exchange.tolerances()));
  }

  private Response list(ScimRequestContext exchange, SearchRequest request) {
    SchemaRegistry schemas = tenants.schemas(exchange.tenant());
    ResourceType user = schemas.user();
    ResourceType group = schemas.group();
    AttributeSelection ofUsers = ScimResponses.selection(request, user);
    AttributeSelection ofGroups = ScimResponses.selection(request, group);
    ListQuery users = ListQuery.of(request, user, List.of(group), exchange.tolerances());
    ListQuery groups = ListQuery.of(request, group, List.of(user), exchange.tolerances());
    requireSameOrder(users, groups);
    ResponseWriter resources =
        ScimResponses.writer(answers, exchange.tenant(), Map.of(user, ofUsers, group, ofGroups));
    Page page =
        queries.list(
            exchange.tenant(),
            users,
            groups,
            ofGroups.includes(AttributePath.of("members")),
            exchange.baseUrl(),
            resources);
    return ScimResponses.list(page, resources);
  }

  /** One name may lead to an attribute of another extension in each type. */
  private static void requireSameOrder(ListQuery users, ListQuery groups) {
    boolean same =
        users.sort().map(Sort::path).equals(groups.sort().map(Sort::path))
            && users
                .sort()
                .map(sort -> sort.attribute().type())
                .equals(groups.sort().map(sort -> sort.attribute().type()));
    if (!same) {
      throw ScimException.invalidValue(
          "sortBy: users and groups have different attributes of that name; sort by one that both"
              + " have, such as displayName or meta.created.");
    }
  }

  private static ScimRequestContext exchange(SecurityContext caller) {
    return (ScimRequestContext) caller.getUserPrincipal();
  }
}

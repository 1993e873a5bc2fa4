package com.ransomleak.provisioning.root;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.resource.ResourceHandler;
import com.ransomleak.provisioning.role.GroupHandler;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.user.UserHandler;
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

/**
 * {@code /scim/v2/} and {@code /scim/v2/.search}: users and groups in one list. Only
 * attributes that both types have can be sorted by.
 */
@Path("v2")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class RootResource {
  @Inject private UserHandler users;
  @Inject private GroupHandler groups;
  @Inject private SearchHandler searches;
  @Inject private RequestBodies bodies;

  @GET
  public Response list(@Context SecurityContext security, @Context UriInfo uri) {
    return searches.list(context(security), SearchRequest.of(uri.getQueryParameters()), handlers());
  }

  @POST
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path(".search")
  public Response search(@Context SecurityContext security, byte[] body) {
    ScimRequestContext context = context(security);
    return searches.list(
        context, SearchRequest.parse(bodies.parse(body), context.warnings()), handlers());
  }

  private List<ResourceHandler> handlers() {
    return List.of(users, groups);
  }

  private static ScimRequestContext context(SecurityContext security) {
    return (ScimRequestContext) security.getUserPrincipal();
  }
}

package com.ransomleak.provisioning.root;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.http.ResponseBuffers;
import com.ransomleak.provisioning.http.ResponseWriter;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.http.ScimResponses;
import com.ransomleak.provisioning.resource.ResourceHandler;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.role.GroupHandler;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.user.UserHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/**
 * {@code /scim/v2/Users} and {@code /scim/v2/Groups} (RFC 7644 section 3.2): reads headers,
 * parameters and bodies, and writes responses. The handlers do the work.
 */
@Path("v2/{endpoint: Users|Groups}")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
public class ResourceEndpoint {
  @Inject private UserHandler users;
  @Inject private GroupHandler groups;
  @Inject private SearchHandler searches;
  @Inject private RequestBodies bodies;
  @Inject private ResponseBuffers responses;

  /** The parts of a request outside its body. */
  public static class Parameters {
    @Context private SecurityContext security;

    @PathParam("endpoint")
    private String endpoint;

    @PathParam("id")
    private String id;

    /** Unlike a header parameter, it joins the lines of a header (RFC 9110 section 5.3). */
    @Context private HttpHeaders headers;

    @QueryParam("attributes")
    private List<String> attributes;

    @QueryParam("excludedAttributes")
    private List<String> excludedAttributes;

    private ScimRequestContext context() {
      return (ScimRequestContext) security.getUserPrincipal();
    }
  }

  @GET
  public Response list(@BeanParam Parameters parameters, @Context UriInfo uri) {
    return list(parameters, SearchRequest.of(uri.getQueryParameters()));
  }

  /** A query whose parameters do not appear in URLs and logs (RFC 7644 section 3.4.3). */
  @POST
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path(".search")
  public Response search(@BeanParam Parameters parameters, byte[] body) {
    return list(
        parameters, SearchRequest.parse(bodies.parse(body), parameters.context().warnings()));
  }

  private Response list(Parameters parameters, SearchRequest search) {
    return searches.list(parameters.context(), search, List.of(handler(parameters)));
  }

  @GET
  @Path("{id}")
  public Response get(@BeanParam Parameters parameters) {
    ResourceRequest request =
        new ResourceRequest(
            parameters.context(), parameters.id, selection(parameters), EntityTags.ABSENT, null);
    StoredResource resource = handler(parameters).find(request);
    return ScimResponses.isKnown(resource, parameters.headers.getHeaderString("If-None-Match"))
        ? ScimResponses.notModified(resource)
        : respond(Status.OK, parameters, request, resource);
  }

  @POST
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  public Response create(@BeanParam Parameters parameters, byte[] body) {
    ResourceRequest request =
        new ResourceRequest(
            parameters.context(),
            null,
            selection(parameters),
            EntityTags.ABSENT,
            bodies.parse(body));
    return respond(Status.CREATED, parameters, request, handler(parameters).create(request));
  }

  @PUT
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path("{id}")
  public Response replace(@BeanParam Parameters parameters, byte[] body) {
    ResourceRequest request = change(parameters, body);
    return respond(Status.OK, parameters, request, handler(parameters).replace(request));
  }

  @PATCH
  @Consumes({Scim.JSON, Scim.PLAIN_JSON})
  @Path("{id}")
  public Response patch(@BeanParam Parameters parameters, byte[] body) {
    ResourceRequest request = change(parameters, body);
    ResourceHandler handler = handler(parameters);
    StoredResource resource = handler.patch(request);
    return handler.returnsPatched(request.selection())
        ? respond(Status.OK, parameters, request, resource)
        : ScimResponses.noContent(request.context(), parameters.endpoint, resource);
  }

  @DELETE
  @Path("{id}")
  public Response delete(@BeanParam Parameters parameters) {
    handler(parameters)
        .delete(
            new ResourceRequest(
                parameters.context(), parameters.id, null, ifMatch(parameters), null));
    return Response.noContent().build();
  }

  private ResourceRequest change(Parameters parameters, byte[] body) {
    return new ResourceRequest(
        parameters.context(),
        parameters.id,
        selection(parameters),
        ifMatch(parameters),
        bodies.parse(body));
  }

  private AttributeSelection selection(Parameters parameters) {
    return ScimResponses.selection(
        parameters.attributes,
        parameters.excludedAttributes,
        handler(parameters).type(parameters.context().tenant()));
  }

  private EntityTags ifMatch(Parameters parameters) {
    return handler(parameters)
        .ifMatch(parameters.context().tenant(), parameters.headers.getHeaderString("If-Match"));
  }

  private Response respond(
      Status status, Parameters parameters, ResourceRequest request, StoredResource resource) {
    if (resource.json() != null) {
      return ScimResponses.resource(
          status, request.context(), parameters.endpoint, resource, request.selection());
    }
    ResponseWriter writer = responses.open(request.tenant(), type -> request.selection());
    StoredResource written =
        handler(parameters).writeLarge(request.context(), resource.id(), writer);
    return ScimResponses.large(status, request.context(), parameters.endpoint, written, writer);
  }

  private ResourceHandler handler(Parameters parameters) {
    return parameters.endpoint.equals("Users") ? users : groups;
  }
}

package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.message.ListResponse;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.StoredResource;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Responses with a resource or a list. The ETag is the version of the resource, whichever
 * attributes were selected (V-05). {@link AttributeSelection#print} writes a complete resource
 * without parsing it.
 */
public final class ScimResponses {
  private ScimResponses() {}

  /** The attributes that a query requests. */
  public static AttributeSelection selection(SearchRequest request, ResourceType type) {
    return AttributeSelection.of(request.attributes(), request.excludedAttributes(), type);
  }

  /** The attributes that a request names; both parameters may be repeated. */
  public static AttributeSelection selection(
      List<String> attributes, List<String> excludedAttributes, ResourceType type) {
    return AttributeSelection.of(
        attributes.isEmpty() ? null : String.join(",", attributes),
        excludedAttributes.isEmpty() ? null : String.join(",", excludedAttributes),
        type);
  }

  /** Whether the client has this version already. */
  public static boolean isKnown(StoredResource resource, String ifNoneMatch) {
    EntityTags known = EntityTags.parse("If-None-Match", ifNoneMatch);
    return known != EntityTags.ABSENT && known.names(resource.version());
  }

  /** 304. */
  public static Response notModified(StoredResource resource) {
    return Response.notModified().header("ETag", EntityTags.of(resource.version())).build();
  }

  /** A resource, as it was selected. */
  public static Response resource(
      Response.Status status,
      ScimRequestContext context,
      String endpoint,
      StoredResource resource,
      AttributeSelection selection) {
    URI location = location(context, endpoint, resource);
    return Response.status(status)
        .entity(utf8(selection.print(resource.json())))
        .location(location)
        .contentLocation(location)
        .header("ETag", EntityTags.of(resource.version()))
        .build();
  }

  /**
   * A resource that is too large for memory.
   *
   * @param resource its id and version
   * @param writer has the resource, as it was selected
   */
  public static Response large(
      Response.Status status,
      ScimRequestContext context,
      String endpoint,
      StoredResource resource,
      ResponseWriter writer) {
    URI location = location(context, endpoint, resource);
    return writer
        .ok("", "")
        .status(status)
        .location(location)
        .contentLocation(location)
        .header("ETag", EntityTags.of(resource.version()))
        .build();
  }

  /** 204 with the new version. */
  public static Response noContent(
      ScimRequestContext context, String endpoint, StoredResource resource) {
    return Response.noContent()
        .header("ETag", EntityTags.of(resource.version()))
        .contentLocation(location(context, endpoint, resource))
        .build();
  }

  /** 200 with a ListResponse. */
  public static Response list(Page page, ResponseWriter resources) {
    ListResponse response =
        new ListResponse(page.total(), page.startIndex(), page.nextCursor(), resources.resources());
    return resources.ok(response.head(), ListResponse.TAIL).build();
  }

  private static URI location(
      ScimRequestContext context, String endpoint, StoredResource resource) {
    return URI.create(context.baseUrl() + "/" + endpoint + "/" + resource.id());
  }

  /**
   * Bytes, not text: both JAX-RS implementations write them as they are, whatever charset the
   * client asks for.
   */
  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}

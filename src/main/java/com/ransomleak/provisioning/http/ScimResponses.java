package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.message.ListResponse;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers with a resource or a list. The ETag is the resource's version whatever was selected of it
 * (V-05). Resources are printed by {@link AttributeSelection#print}; only a selection is parsed.
 */
public final class ScimResponses {
  private ScimResponses() {}

  /** What the client of a query wants to see. */
  public static AttributeSelection selection(SearchRequest request, ResourceType type) {
    return AttributeSelection.of(request.attributes(), request.excludedAttributes(), type);
  }

  /** What the client wants to see; both parameters may be repeated. */
  public static AttributeSelection selection(
      List<String> attributes, List<String> excludedAttributes, ResourceType type) {
    return AttributeSelection.of(
        attributes.isEmpty() ? null : String.join(",", attributes),
        excludedAttributes.isEmpty() ? null : String.join(",", excludedAttributes),
        type);
  }

  /**
   * Lets the exchange know whom its body speaks of, before anything about it can be refused.
   *
   * @param attribute {@code userName} or {@code displayName}, in any case
   */
  public static void noteName(ScimRequestContext exchange, JsonObject body, String attribute) {
    body.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(attribute))
        .map(Map.Entry::getValue)
        .filter(JsonString.class::isInstance)
        .findFirst()
        .ifPresent(name -> exchange.notes().concerns(((JsonString) name).getString()));
  }

  /** 200, or 304 without a body when the client has this version already. */
  public static Response read(
      ScimRequestContext exchange,
      String endpoint,
      StoredResource resource,
      AttributeSelection selection,
      String ifNoneMatch) {
    if (isKnown(resource, ifNoneMatch)) {
      return Response.notModified().header("ETag", EntityTags.of(resource.version())).build();
    }
    return resource(Response.ok(), exchange, endpoint, resource, selection).build();
  }

  /** Whether the client has this version already. */
  public static boolean isKnown(StoredResource resource, String ifNoneMatch) {
    EntityTags known = EntityTags.parse("If-None-Match", ifNoneMatch);
    return known != EntityTags.ABSENT && known.names(resource.version());
  }

  /** 200 after a change. */
  public static Response changed(
      ScimRequestContext exchange,
      String endpoint,
      StoredResource resource,
      AttributeSelection selection) {
    return resource(Response.ok(), exchange, endpoint, resource, selection).build();
  }

  /** 201. */
  public static Response created(
      ScimRequestContext exchange,
      String endpoint,
      StoredResource resource,
      AttributeSelection selection) {
    return resource(
            Response.status(Response.Status.CREATED), exchange, endpoint, resource, selection)
        .build();
  }

  /** 204 with the new version. */
  public static Response changedWithoutBody(
      ScimRequestContext exchange, String endpoint, StoredResource resource) {
    return Response.noContent()
        .header("ETag", EntityTags.of(resource.version()))
        .contentLocation(location(exchange, endpoint, resource))
        .build();
  }

  /** 200 with a ListResponse. */
  public static Response list(Page page, ResponseWriter resources) {
    ListResponse response =
        new ListResponse(
            page.total(),
            page.startIndex(),
            Optional.empty(),
            page.nextCursor(),
            resources.resources());
    return resources.ok(response.head(), ListResponse.TAIL).build();
  }

  /** An answer with resources of several types, each printed by the selection of its type. */
  public static ResponseWriter writer(
      ResponseBuffers buffers, TenantId tenant, Map<ResourceType, AttributeSelection> selections) {
    Map<String, AttributeSelection> byType =
        selections.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    return buffers.open(tenant, byType::get);
  }

  /**
   * The answer with a resource that was too large for memory.
   *
   * @param stored its id and version
   * @param resource the resource, printed
   */
  public static Response large(
      ScimRequestContext exchange,
      String endpoint,
      Response.Status status,
      StoredResource stored,
      ResponseWriter resource) {
    URI location = location(exchange, endpoint, stored);
    return resource
        .ok("", "")
        .status(status)
        .location(location)
        .contentLocation(location)
        .header("ETag", EntityTags.of(stored.version()))
        .build();
  }

  private static Response.ResponseBuilder resource(
      Response.ResponseBuilder response,
      ScimRequestContext exchange,
      String endpoint,
      StoredResource resource,
      AttributeSelection selection) {
    URI location = location(exchange, endpoint, resource);
    return response
        .entity(utf8(selection.print(resource.json())))
        .location(location)
        .contentLocation(location)
        .header("ETag", EntityTags.of(resource.version()));
  }

  private static URI location(
      ScimRequestContext exchange, String endpoint, StoredResource resource) {
    return URI.create(exchange.baseUrl() + endpoint + "/" + resource.id());
  }

  /**
   * Bytes, not text: both JAX-RS implementations write them as they are, whatever charset the
   * client asks for.
   */
  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}

package com.ransomleak.provisioning.resource;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.quirks.ClientQuirks;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Handles the requests for one resource type: reads the body and calls the use case. It begins no
 * transaction, so it can explain an error after the rollback.
 *
 * <p>All methods throw {@link ScimException}: 400 for invalid bodies, 404 for unknown ids, 409 for
 * values that must be unique, 412 for another version.
 */
public abstract class ResourceHandler {
  private final Function<SchemaRegistry, ResourceType> type;
  private final List<String> nameAttributes;

  @Inject private Tenants tenants;

  /**
   * A handler.
   *
   * @param nameAttributes the attribute that activity entries show as the name of the resource, and
   *     those that stand in for it when a rejected request to create one does not have it
   */
  protected ResourceHandler(Function<SchemaRegistry, ResourceType> type, String... nameAttributes) {
    this.type = type;
    this.nameAttributes = List.of(nameAttributes);
  }

  /** The resource type with the extensions of the tenant. */
  public ResourceType type(TenantId tenant) {
    return type.apply(tenants.schemas(tenant));
  }

  /**
   * Reads one resource.
   *
   * @return its JSON is null when it is too large for memory; {@link #writeLarge} reads it
   */
  public abstract StoredResource find(ResourceRequest request);

  /** Answers a filter on a unique attribute alone in one round trip. */
  public Optional<Page> lookup(ScimRequestContext context, ListQuery query, ResourceSink sink) {
    return Optional.empty();
  }

  /** The resources of this type as part of a list. */
  public abstract Source source(ListQuery query, ResourceType type, AttributeSelection selection);

  public abstract StoredResource create(ResourceRequest request);

  public abstract StoredResource replace(ResourceRequest request);

  /** Changes a resource; returns its id and version only unless {@link #returnsPatched}. */
  public abstract StoredResource patch(ResourceRequest request);

  public abstract void delete(ResourceRequest request);

  /** Whether the response to a PATCH has a body. */
  public boolean returnsPatched(AttributeSelection selection) {
    return true;
  }

  /**
   * Writes a resource that is too large for memory.
   *
   * @return its id and version
   */
  public StoredResource writeLarge(ScimRequestContext context, String id, ResourceSink sink) {
    throw ScimException.notFound(type(context.tenant()).name(), id);
  }

  /**
   * Reads the header If-Match.
   *
   * @param header its value; null when it was not sent
   * @throws ScimException 400 when it is not a list of entity tags; 428 when it is missing and the
   *     tenant requires it (V-07, RFC 6585 section 3)
   */
  public EntityTags ifMatch(TenantId tenant, String header) {
    if (header == null && tenants.options(tenant).requireIfMatch()) {
      throw new ScimException(
          428,
          "This tenant takes changes with an If-Match header only, so that nobody overwrites what"
              + " they have not seen. Read the resource and send its ETag as If-Match.");
    }
    return EntityTags.parse("If-Match", header);
  }

  /** Notes the name in the body, so that a rejection shows which resource it was about. */
  public void noteName(ScimRequestContext context, JsonObject body) {
    nameAttributes.stream()
        .filter(attribute -> text(body, attribute).isPresent())
        .findFirst()
        .ifPresent(
            found ->
                context
                    .notes()
                    .nameInBody(text(body, found).get(), !found.equals(nameAttributes.get(0))));
  }

  private static Optional<String> text(JsonObject body, String attribute) {
    return body.entrySet().stream()
        .filter(member -> member.getKey().equalsIgnoreCase(attribute))
        .map(Map.Entry::getValue)
        .filter(JsonString.class::isInstance)
        .map(text -> ((JsonString) text).getString())
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  /**
   * The body of a POST or PUT in the form of the RFC, which identity providers do not always use.
   */
  protected JsonObject normalised(ResourceRequest request) {
    JsonObject body =
        ClientQuirks.normaliseDocument(request.body(), type(request.tenant()), request.warnings());
    noteName(request.context(), body);
    return body;
  }

  /** The canonical document of a normalised body. */
  protected JsonObject document(ResourceRequest request, JsonObject normalised) {
    return DocumentReader.read(normalised, type(request.tenant()), request.warnings());
  }

  /** The operations of a PATCH. */
  protected List<PatchOperation> operations(ResourceRequest request) {
    ResourceType own = type(request.tenant());
    return PatchRequest.parse(
        ClientQuirks.normalisePatch(request.body(), own, request.warnings()),
        own,
        request.warnings());
  }
}

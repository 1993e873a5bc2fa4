package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.resource.ResourceHandler;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handles the requests for groups, which are roles here; {@link Roles} and {@link RoleQueries} do
 * the work.
 */
@ApplicationScoped
public class GroupHandler extends ResourceHandler {
  private static final AttributePath MEMBERS = AttributePath.of("members");

  @Inject private Roles roles;
  @Inject private RoleQueries queries;

  GroupHandler() {
    super(SchemaRegistry::group, "displayName");
  }

  @Override
  public StoredResource find(ResourceRequest request) {
    return queries
        .find(
            request.tenant(),
            request.id(),
            request.selection().includes(MEMBERS),
            request.baseUrl())
        .orElseThrow(() -> ScimException.notFound("Group", request.id()));
  }

  @Override
  public Source source(ListQuery query, ResourceType type, AttributeSelection selection) {
    return GroupMapping.source(query, type, selection.includes(MEMBERS));
  }

  @Override
  public StoredResource create(ResourceRequest request) {
    JsonObject document = document(request, normalised(request));
    List<String> members = members(document).orElse(List.of());
    return explained(
        request,
        () ->
            roles.create(
                request.tenant(),
                request,
                withoutMembers(document),
                members,
                returned(request.selection())));
  }

  @Override
  public StoredResource replace(ResourceRequest request) {
    JsonObject body = normalised(request);
    JsonObject document = document(request, body);
    Optional<List<String>> members =
        keepsMembers(request, body)
            ? Optional.empty()
            : members(document).or(() -> Optional.of(List.of()));
    return explained(
        request,
        () ->
            roles.replace(
                request.tenant(),
                request,
                withoutMembers(document),
                members,
                returned(request.selection())));
  }

  @Override
  public StoredResource patch(ResourceRequest request) {
    List<PatchOperation> operations = operations(request);
    ReturnedMembers returned =
        returnsPatched(request.selection())
            ? returned(request.selection())
            : ReturnedMembers.VERSION;
    return explained(request, () -> roles.patch(request.tenant(), request, operations, returned));
  }

  /** A group can have 50,000 members, so a PATCH returns 204 unless attributes are requested. */
  @Override
  public boolean returnsPatched(AttributeSelection selection) {
    return !selection.isDefault();
  }

  @Override
  public void delete(ResourceRequest request) {
    roles.delete(request.tenant(), request);
  }

  @Override
  public StoredResource writeLarge(ScimRequestContext context, String id, ResourceSink sink) {
    return queries
        .writeLarge(context.tenant(), id, context.baseUrl(), sink)
        .orElseThrow(() -> ScimException.notFound("Group", id));
  }

  /** Runs a write; when another group has the value, the error contains advice. */
  private StoredResource explained(ResourceRequest request, Supplier<StoredResource> write) {
    try {
      return write.get();
    } catch (DuplicateException duplicate) {
      throw queries.explain(request.tenant(), duplicate, request.id() == null);
    }
  }

  private static ReturnedMembers returned(AttributeSelection selection) {
    return ReturnedMembers.with(selection.includes(MEMBERS));
  }

  private static JsonObject withoutMembers(JsonObject document) {
    return ScimJson.object(document).remove("members").build();
  }

  private static Optional<List<String>> members(JsonObject document) {
    return Optional.ofNullable(document.getJsonArray("members"))
        .map(members -> members.getValuesAs(GroupHandler::id));
  }

  private static String id(JsonValue member) {
    return member.asJsonObject().getString("value");
  }

  /**
   * A PUT without {@code members}, or with null or an empty text there, keeps the members, because
   * Okta omits them on rename; {@code "members":[]} removes all. In strict mode an absent attribute
   * is cleared (W-10).
   */
  private boolean keepsMembers(ResourceRequest request, JsonObject body) {
    ResourceType type = type(request.tenant());
    return !request.warnings().isStrict()
        && body.entrySet().stream()
            .filter(member -> type.find(member.getKey()).filter(MEMBERS::equals).isPresent())
            .map(Map.Entry::getValue)
            .noneMatch(value -> value instanceof JsonArray || !ValueReader.isUnassigned(value));
  }
}

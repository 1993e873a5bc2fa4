package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.mapping.SqlFragment;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.UniqueKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads users by id, userName or externalId: one round trip, without a transaction (ADR 24). {@code
 * ResourceLists} reads all other lists.
 */
@ApplicationScoped
public class UserQueries {
  private static final AttributePath USER_NAME = AttributePath.of("userName");
  private static final AttributePath EXTERNAL_ID = AttributePath.of("externalId");

  private static final String BY_ID = "select * from provisioning.read_user(:tenant, :key)";
  private static final String BY_USER_NAME =
      "select * from provisioning.find_user_by_user_name(:tenant, :key)";
  private static final String BY_EXTERNAL_ID =
      "select * from provisioning.find_user_by_external_id(:tenant, :key)";

  @Inject private Sql sql;

  /** Empty for an unknown or malformed id, and for an id of another tenant. */
  public Optional<StoredResource> find(TenantId tenant, String id, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(known -> one(BY_ID, tenant, known))
        .map(user -> Representation.of(Kind.USER, baseUrl, user));
  }

  /**
   * Answers a filter on a unique attribute alone, which identity providers send before they create
   * a user.
   *
   * @return empty when the query is another one
   */
  public Optional<Page> lookup(
      TenantId tenant, ListQuery query, String baseUrl, ResourceSink sink) {
    if (query.startIndex() != 1 || query.count() == 0 || query.cursor().isPresent()) {
      return Optional.empty();
    }
    Filter filter = query.filter().orElse(null);
    if (!(filter instanceof Comparison c)
        || c.operator() != Operator.EQ
        || !(c.value() instanceof JsonString value)) {
      return Optional.empty();
    }
    Optional<ResourceRow> found;
    if (!SqlFragment.isStorable(value.getString())) {
      found = Optional.empty();
    } else if (c.path().equals(USER_NAME)) {
      found = one(BY_USER_NAME, tenant, CaseFold.key(value.getString()));
    } else if (c.path().equals(EXTERNAL_ID)) {
      found = one(BY_EXTERNAL_ID, tenant, value.getString());
    } else {
      return Optional.empty();
    }
    found
        .map(user -> Representation.of(Kind.USER, baseUrl, user))
        .ifPresent(user -> sink.resource(Kind.USER.type(), user.json()));
    return Optional.of(Page.byIndex(found.isPresent() ? 1 : 0, 1));
  }

  /**
   * Adds advice to the error of a POST. If another user has the same userName and externalId, an
   * earlier request most likely created it and the response was lost (C-08). Only then does the
   * error contain the id, because the client has proved that it knows the person.
   */
  ScimException onCreate(TenantId tenant, JsonObject document, DuplicateException duplicate) {
    Optional<ResourceRow> sameExternalId =
        UserChange.externalId(document)
            .flatMap(externalId -> one(BY_EXTERNAL_ID, tenant, externalId));
    String userName = CaseFold.key(document.getString("userName"));
    for (ResourceRow found : sameExternalId.stream().toList()) {
      Holder holder = holder(found);
      if (CaseFold.key(holder.userName()).equals(userName)) {
        return duplicate.explained(
            "This user exists already, with the same userName and externalId, as id "
                + found.id()
                + (holder.active()
                    ? ": an earlier request created it. Use that id instead of creating it again."
                    : ", and is inactive. Set active to true on that id instead of creating the"
                        + " user again."));
      }
    }
    return explained(
        tenant,
        duplicate,
        holder ->
            "Find that user by userName and "
                + (holder.active() ? "link it" : "set active to true")
                + " instead of creating it again.");
  }

  /** Adds advice to the error of a PUT or PATCH. */
  ScimException onChange(TenantId tenant, DuplicateException duplicate) {
    return explained(
        tenant, duplicate, holder -> "Use another userName, or first change or delete that user.");
  }

  private ScimException explained(
      TenantId tenant, DuplicateException duplicate, Function<Holder, String> advice) {
    boolean isExternalId = duplicate.key() == UniqueKey.USER_EXTERNAL_ID;
    Optional<ResourceRow> found =
        isExternalId
            ? one(BY_EXTERNAL_ID, tenant, duplicate.value())
            : one(BY_USER_NAME, tenant, CaseFold.key(duplicate.value()));
    if (found.isEmpty()) {
      return duplicate;
    }
    Holder holder = holder(found.get());
    return duplicate.explained(
        isExternalId
            ? "externalId \"%s\" belongs to the %s user \"%s\". Each user needs a value of its own: check the attribute mapped to externalId."
                .formatted(duplicate.value(), holder.state(), holder.userName())
            : "userName \"%s\" is taken by another user of this tenant, who is %s. %s"
                .formatted(duplicate.value(), holder.state(), advice.apply(holder)));
  }

  private static Holder holder(ResourceRow user) {
    JsonObject document = ScimJson.parse(user.document().getBytes(StandardCharsets.UTF_8));
    return new Holder(document.getString("userName"), UserChange.isActive(document));
  }

  /** The user who has a value. */
  private record Holder(String userName, boolean active) {
    String state() {
      return active ? "active" : "inactive";
    }
  }

  private Optional<ResourceRow> one(String function, TenantId tenant, Object key) {
    return sql.of(tenant, function).bind("key", key).first(ResourceRow.class);
  }
}

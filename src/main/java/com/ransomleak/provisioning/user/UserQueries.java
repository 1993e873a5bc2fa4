package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.mapping.OrderedList;
import com.ransomleak.provisioning.mapping.Sql;
import com.ransomleak.provisioning.mapping.SqlFilter;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.UniqueKey;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The tenant's users: every read. By id, userName or externalId one round trip, without a
 * transaction (ADR 4); lists four, and one more for a page further on, whatever the size of the
 * tenant.
 */
@ApplicationScoped
public class UserQueries {
  private static final AttributePath USER_NAME = AttributePath.of("userName");
  private static final AttributePath EXTERNAL_ID = AttributePath.of("externalId");

  private static final String BY_USER_NAME =
      "select id, resource, version from provisioning.find_user_by_user_name(?, ?, ?)";
  private static final String BY_EXTERNAL_ID =
      "select id, resource, version from provisioning.find_user_by_external_id(?, ?, ?)";

  @Inject private Database database;
  @Inject private Tenants tenants;

  /** Empty for an unknown id, for one that is no id of ours, and for another tenant's. */
  public Optional<StoredResource> find(TenantId tenant, String id, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(
            known ->
                one(
                    "select id, resource, version from provisioning.read_user(?, ?, ?)",
                    tenant,
                    baseUrl,
                    known));
  }

  /**
   * The users that match, by a filter on a unique attribute alone: what every identity provider
   * asks before it creates.
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
    Optional<StoredResource> found;
    if (!Sql.canHold(value.getString())) {
      found = Optional.empty();
    } else if (c.path().equals(USER_NAME)) {
      found = one(BY_USER_NAME, tenant, baseUrl, CaseFold.key(value.getString()));
    } else if (c.path().equals(EXTERNAL_ID)) {
      found = one(BY_EXTERNAL_ID, tenant, baseUrl, value.getString());
    } else {
      return Optional.empty();
    }
    found.map(StoredResource::json).ifPresent(sink::resource);
    return Optional.of(Page.byIndex(found.isPresent() ? 1 : 0, 1));
  }

  /**
   * A page of users, in the order of their ids when no other is asked for: that of their birth,
   * stable while others come and go.
   */
  @Transactional
  public Page list(TenantId tenant, ListQuery query, String baseUrl, ResourceSink sink) {
    ResourceType type = tenants.schemas(tenant).user();
    return query.sort().isPresent() || query.cursor().isPresent()
        ? new OrderedList(database, List.of(UserMapping.source(query, type)))
            .page(tenant, baseUrl, sink)
        : UserMapping.LIST.page(
            database,
            tenant,
            baseUrl,
            query,
            query.filter().map(f -> SqlFilter.compile(f, UserMapping.table(type))),
            sink);
  }

  /**
   * What to say when a POST meets a user with the same userName or externalId. With both, an
   * earlier request most likely created it and its answer was lost (C-08). Only then is the id
   * named: the client has proved that it knows the person.
   */
  ScimException onCreate(TenantId tenant, JsonObject document, UserExists refusal, String baseUrl) {
    Optional<StoredResource> sameExternalId =
        UserChange.externalId(document)
            .flatMap(externalId -> one(BY_EXTERNAL_ID, tenant, baseUrl, externalId));
    String userName = CaseFold.key(document.getString("userName"));
    for (StoredResource found : sameExternalId.stream().toList()) {
      UserExists.Holder holder = holder(found);
      if (CaseFold.key(holder.userName()).equals(userName)) {
        return ScimException.uniqueness(
            "This user exists already, with the same userName and externalId, as id "
                + found.id()
                + (holder.active()
                    ? ": an earlier request created it. Use that id instead of creating it again."
                    : ", and is inactive. Set active to true on that id instead of creating the"
                        + " user again."));
      }
    }
    return holder(tenant, refusal, baseUrl).map(refusal::onCreate).orElse(refusal);
  }

  /** What to say when a PUT or PATCH meets another user with the userName or externalId. */
  ScimException onChange(TenantId tenant, UserExists refusal, String baseUrl) {
    return holder(tenant, refusal, baseUrl).map(refusal::onChange).orElse(refusal);
  }

  private Optional<UserExists.Holder> holder(TenantId tenant, UserExists refusal, String baseUrl) {
    Optional<StoredResource> holder =
        refusal.key() == UniqueKey.USER_EXTERNAL_ID
            ? one(BY_EXTERNAL_ID, tenant, baseUrl, refusal.value())
            : one(BY_USER_NAME, tenant, baseUrl, CaseFold.key(refusal.value()));
    return holder.map(UserQueries::holder);
  }

  private static UserExists.Holder holder(StoredResource user) {
    JsonObject resource = ScimJson.parse(user.json().getBytes(StandardCharsets.UTF_8));
    return new UserExists.Holder(resource.getString("userName"), UserChange.isActive(resource));
  }

  private Optional<StoredResource> one(
      String function, TenantId tenant, String baseUrl, Object key) {
    return database.query(function, StoredResource::of, tenant.value(), baseUrl, key).stream()
        .findFirst();
  }
}

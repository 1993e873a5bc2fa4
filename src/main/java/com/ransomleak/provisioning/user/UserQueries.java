package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.mapping.PageReader;
import com.ransomleak.provisioning.mapping.SqlFragment;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.UniqueKey;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the tenant's users. A read by id, userName or externalId takes one round trip, without a
 * transaction (ADR 24); a list takes three, one more by cursor and one more for each portion of a
 * page that does not fit into memory (ADR 18), whatever the size of the tenant.
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

  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  /** Empty for an unknown id, for one that is no id of ours, and for another tenant's. */
  public Optional<StoredResource> find(TenantId tenant, String id, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(known -> one(BY_ID, tenant, known))
        .map(user -> Representation.of(Kind.USER, baseUrl, user));
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
    Optional<ResourceRow> found;
    if (!SqlFragment.canHold(value.getString())) {
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
   * A page of users, in the order of their ids when no other is asked for: that of their birth,
   * stable while others come and go.
   */
  @Transactional
  public Page list(TenantId tenant, ListQuery query, String baseUrl, ResourceSink sink) {
    ResourceType type = tenants.schemas(tenant).user();
    return PageReader.page(tenant, jdbi, baseUrl, List.of(UserMapping.source(query, type)), sink);
  }

  /**
   * What to say when a POST meets a user with the same userName or externalId. With both, an
   * earlier request most likely created it and its answer was lost (C-08). Only then is the id
   * named: the client has proved that it knows the person.
   */
  ScimException onCreate(TenantId tenant, JsonObject document, UserExists refusal) {
    Optional<ResourceRow> sameExternalId =
        UserChange.externalId(document)
            .flatMap(externalId -> one(BY_EXTERNAL_ID, tenant, externalId));
    String userName = CaseFold.key(document.getString("userName"));
    for (ResourceRow found : sameExternalId.stream().toList()) {
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
    return holder(tenant, refusal).map(refusal::onCreate).orElse(refusal);
  }

  /** What to say when a PUT or PATCH meets another user with the userName or externalId. */
  ScimException onChange(TenantId tenant, UserExists refusal) {
    return holder(tenant, refusal).map(refusal::onChange).orElse(refusal);
  }

  private Optional<UserExists.Holder> holder(TenantId tenant, UserExists refusal) {
    Optional<ResourceRow> holder =
        refusal.key() == UniqueKey.USER_EXTERNAL_ID
            ? one(BY_EXTERNAL_ID, tenant, refusal.value())
            : one(BY_USER_NAME, tenant, CaseFold.key(refusal.value()));
    return holder.map(UserQueries::holder);
  }

  private static UserExists.Holder holder(ResourceRow user) {
    JsonObject document = ScimJson.parse(user.document().getBytes(StandardCharsets.UTF_8));
    return new UserExists.Holder(document.getString("userName"), UserChange.isActive(document));
  }

  private Optional<ResourceRow> one(String function, TenantId tenant, Object key) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(function)
                .bind("tenant", tenant)
                .bind("key", key)
                .mapTo(ResourceRow.class)
                .findFirst());
  }
}

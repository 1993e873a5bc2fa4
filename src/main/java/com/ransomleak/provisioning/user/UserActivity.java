package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Writes the activity of a changed user, and reads the user as it is now. */
@ApplicationScoped
class UserActivity {
  private static final String CURRENT =
      "select * from provisioning.user_resource where tenant_id = :tenant and id = :id";

  @Inject private Activity activity;
  @Inject private Jdbi jdbi;

  /** The activity, and in the same round trip the user as this change leaves it. */
  StoredResource record(
      ScimRequestContext exchange,
      String action,
      int status,
      UserChange change,
      Collection<String> changed) {
    ResourceRow user =
        activity.recordAndQuery(
            change.tenant(),
            exchange,
            event(action, status, change, changed),
            CURRENT,
            ResourceRow.class,
            Map.of("id", change.id()));
    return Representation.of(Kind.USER, exchange.baseUrl(), user);
  }

  /** The activity of a change that leaves nothing to read. */
  void recordOnly(ScimRequestContext exchange, String action, int status, UserChange change) {
    activity.record(change.tenant(), exchange, event(action, status, change, List.of()));
  }

  StoredResource current(TenantId tenant, UUID id, String baseUrl) {
    ResourceRow user =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(CURRENT)
                    .bind("tenant", tenant)
                    .bind("id", id)
                    .mapTo(ResourceRow.class)
                    .one());
    return Representation.of(Kind.USER, baseUrl, user);
  }

  private Event event(String action, int status, UserChange change, Collection<String> changed) {
    String userName =
        change.after().or(change::before).map(user -> user.getString("userName")).orElse(null);
    return new Event(
        action,
        "User",
        change.id().toString(),
        userName,
        status,
        changed,
        change.consequences(),
        values(change, changed));
  }

  private Optional<JsonObject> values(UserChange change, Collection<String> changed) {
    return change
        .before()
        .flatMap(
            before ->
                change
                    .after()
                    .flatMap(after -> activity.values(change.tenant(), before, after, changed)));
  }
}

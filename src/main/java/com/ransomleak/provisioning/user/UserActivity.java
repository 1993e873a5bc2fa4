package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Records changes of users in the activity log, and reads users after a change. */
@ApplicationScoped
class UserActivity {
  private static final String CURRENT =
      "select * from provisioning.user_resource where tenant_id = :tenant and id = :id";

  @Inject private Activity activity;
  @Inject private Sql sql;

  /** Records a change and, in the same round trip, reads the user after it. */
  StoredResource record(
      ScimRequestContext context,
      Action action,
      int status,
      UserChange change,
      Collection<String> changed) {
    ResourceRow user =
        activity.recordAndQuery(
            change.tenant(),
            context,
            event(action, status, change, changed),
            CURRENT,
            ResourceRow.class,
            Map.of("id", change.id()));
    return Representation.of(Kind.USER, context.baseUrl(), user);
  }

  /** Records a change without reading the user. */
  void recordOnly(ScimRequestContext context, Action action, int status, UserChange change) {
    activity.record(change.tenant(), context, event(action, status, change, List.of()));
  }

  /** Reads a user with the id of its request. */
  StoredResource current(ResourceRequest request) {
    ResourceRow user =
        sql.of(request.tenant(), CURRENT)
            .bind("id", UUID.fromString(request.id()))
            .one(ResourceRow.class);
    return Representation.of(Kind.USER, request.baseUrl(), user);
  }

  private Event event(Action action, int status, UserChange change, Collection<String> changed) {
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

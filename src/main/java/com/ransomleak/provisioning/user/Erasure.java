package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ActivityNotes;
import com.ransomleak.provisioning.activity.ActivityPruning;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Removes the names of users whom SCIM deleted, some time after the deletion: empties the document
 * and removes the names from the activity log. The rows stay, so that counts stay right and no id
 * is used again. Each batch is one idempotent transaction.
 *
 * <p>SQL functions select the users and change the activity log, because the database login of
 * requests cannot change it. This class finds the texts that name one of the users. The manager
 * references of other users stay, and so do later rejections of a name without an id, until the
 * activity log is pruned.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class Erasure {
  /** Small, so that requests do not wait for it. */
  public static final int BATCH = 500;

  /** The error for a name that is taken quotes the name. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private static final String NAMES =
      """
      select user_name from provisioning.deleted_user where tenant_id = :tenant and id = any (:users)
      union
      select resource_name from provisioning.activity
      where tenant_id = :tenant and resource_id = any (:ids) and resource_type = 'User' and resource_name is not null
      """;

  /** What stands in for a userName in rejections, see {@link ActivityNotes#nameInBody}. */
  private static final String OTHER_NAMES =
      """
      select document::jsonb ->> 'displayName' from provisioning.deleted_user where tenant_id = :tenant and id = any (:users)
      union
      select external_id from provisioning.deleted_user where tenant_id = :tenant and id = any (:users)
      union
      select value from provisioning.activity
      cross join lateral unnest(array[changed_values #>> '{displayName,before}', changed_values #>> '{displayName,after}',
        changed_values #>> '{externalId,before}', changed_values #>> '{externalId,after}']) value
      where tenant_id = :tenant and resource_id = any (:ids) and resource_type = 'User' and changed_values is not null
      """;

  private static final String NAMES_IN_USE =
      """
      select user_name_key from provisioning.scim_user where tenant_id = :tenant and user_name_key = any (:keys)
      """;

  private static final String OTHER_NAMES_IN_USE =
      NAMES_IN_USE
          + """
          union all
          select external_id from provisioning.scim_user where tenant_id = :tenant and external_id = any (:names)
          union all
          select display_name from provisioning.scim_user where tenant_id = :tenant and display_name = any (:names)
          """;

  private static final String MENTIONS =
      """
      select distinct 'REJECTED_NAME' as place, resource_name as text from provisioning.activity
      where tenant_id = :tenant and status >= 400 and resource_type = 'User' and resource_name is not null
      union all
      select distinct 'CONFLICT', detail from provisioning.activity
      where tenant_id = :tenant and status = 409 and scim_type = 'uniqueness' and detail is not null
      union all
      select distinct 'SENT_AS_ID', resource_id from provisioning.activity
      where tenant_id = :tenant and status >= 400 and resource_type = 'User' and resource_id is not null
        and provisioning.try_uuid(resource_id) is null
      union all
      select distinct 'MEMBER', member from provisioning.activity
      cross join lateral jsonb_array_elements_text(tolerances -> 'UNKNOWN_MEMBER_SKIPPED') member
      where tenant_id = :tenant and tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null and provisioning.try_uuid(member) is null
      union all
      select distinct 'UNKNOWN_MEMBER', member from provisioning.unknown_member
      where tenant_id = :tenant and provisioning.try_uuid(member) is null
      """;

  private static final String ERASE =
      """
      select provisioning.erase_users(:tenant, :users, :names, :refused_names, :conflicts, :sent_as_ids, :members)
      """;

  private static final String DELETE_UNKNOWN_MEMBERS =
      "delete from provisioning.unknown_member where tenant_id = :tenant and member = any"
          + " (:members)";

  @Inject private Jdbi jdbi;
  @Inject private ActivityPruning pruning;
  @Inject private Activity activity;

  /** Where a name can stand beside the rows of its user. */
  public enum Place {
    /** The name in a rejected request. */
    REJECTED_NAME,
    /** The detail of a rejection because a name is taken. */
    CONFLICT,
    /** In place of an id in the path of a rejected request. */
    SENT_AS_ID,
    /** In place of an id among the members of a pushed group, in the activity log. */
    MEMBER,
    /** The same among the unknown members of a role. */
    UNKNOWN_MEMBER
  }

  /** A text that may name a user. */
  private record Mention(Place place, String text) {}

  /**
   * Erases up to {@link #BATCH} deleted users, the first deleted first.
   *
   * @return how many; fewer than a batch means that no other user is due
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int erase(TenantId tenant) {
    if (!pruning.tryLock(tenant)) {
      return 0;
    }
    int erased = jdbi.withHandle(handle -> erase(handle, tenant));
    if (erased > 0) {
      record(tenant, erased);
    }
    return erased;
  }

  private static int erase(Handle handle, TenantId tenant) {
    UUID[] due =
        handle
            .createQuery("select provisioning.users_to_erase(:tenant, :limit)")
            .bind("tenant", tenant)
            .bind("limit", BATCH)
            .mapTo(UUID.class)
            .stream()
            .toArray(UUID[]::new);
    if (due.length == 0) {
      return 0;
    }
    List<String> names = names(handle, tenant, due, NAMES, NAMES_IN_USE);
    Set<String> keys = keys(names);
    Set<String> otherKeys = keys(names(handle, tenant, due, OTHER_NAMES, OTHER_NAMES_IN_USE));
    Map<Place, List<String>> mentions =
        handle
            .createQuery(MENTIONS)
            .setFetchSize(1000)
            .bind("tenant", tenant)
            .mapTo(Mention.class)
            .stream()
            .filter(
                mention ->
                    namesAny(keys, mention)
                        || (mention.place() == Place.REJECTED_NAME && namesAny(otherKeys, mention)))
            .collect(
                Collectors.groupingBy(
                    Mention::place, Collectors.mapping(Mention::text, Collectors.toList())));
    Function<Place, String[]> texts =
        place -> mentions.getOrDefault(place, List.of()).toArray(String[]::new);
    handle
        .createQuery(ERASE)
        .bind("tenant", tenant)
        .bind("users", due)
        .bind("names", names.toArray(String[]::new))
        .bind("refused_names", texts.apply(Place.REJECTED_NAME))
        .bind("conflicts", texts.apply(Place.CONFLICT))
        .bind("sent_as_ids", texts.apply(Place.SENT_AS_ID))
        .bind("members", texts.apply(Place.MEMBER))
        .mapTo(String.class)
        .findFirst();
    handle
        .createUpdate(DELETE_UNKNOWN_MEMBERS)
        .bind("tenant", tenant)
        .bind("members", texts.apply(Place.UNKNOWN_MEMBER))
        .execute();
    return due.length;
  }

  /** All names of the users in the activity log, except names that another user has now. */
  private static List<String> names(
      Handle handle, TenantId tenant, UUID[] due, String known, String used) {
    List<String> names =
        handle
            .createQuery(known)
            .bind("tenant", tenant)
            .bind("users", due)
            .bind("ids", Stream.of(due).map(UUID::toString).toArray(String[]::new))
            .mapTo(String.class)
            .stream()
            .filter(Objects::nonNull)
            .toList();
    Set<String> inUse =
        handle
            .createQuery(used)
            .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
            .bind("tenant", tenant)
            .bind("keys", names.stream().map(CaseFold::key).toArray(String[]::new))
            .bind("names", names.toArray(String[]::new))
            .mapTo(String.class)
            .stream()
            .map(CaseFold::key)
            .collect(Collectors.toSet());
    return names.stream().filter(name -> !inUse.contains(CaseFold.key(name))).toList();
  }

  private static Set<String> keys(List<String> names) {
    return names.stream().map(Erasure::key).collect(Collectors.toSet());
  }

  private static boolean namesAny(Set<String> keys, Mention mention) {
    return mention.place() == Place.CONFLICT
        ? QUOTED.matcher(mention.text()).results().anyMatch(m -> keys.contains(key(m.group(1))))
        : keys.contains(key(mention.text())) || keys.contains(key(decoded(mention.text())));
  }

  /** Decodes a segment of a path. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  /** The key of a name as the activity log shortens it; it may be rejected for its blanks. */
  private static String key(String name) {
    return CaseFold.key(
        Shortened.to(ActivityNotes.MAX_NAME_LENGTH, UserNames.withoutOuterBlanks(name)));
  }

  private void record(TenantId tenant, int erased) {
    activity.record(
        tenant,
        Actor.TIMER,
        new Event(
            Action.USER_ERASED,
            null,
            null,
            null,
            0,
            new Consequences().add(Consequence.USERS_ANONYMIZED, erased)));
  }
}

package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ActivityNotes;
import com.ransomleak.provisioning.activity.ActivityPruning;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Takes names out of what is kept of users whom SCIM deleted, some time after: the document is
 * emptied, the activity keeps its lines but no longer says about whom. Rows stay, so counts do, and
 * an id is not used again. A batch is a transaction: idempotent, and a crash at any point does no
 * harm.
 *
 * <p>The database decides who is due and makes the changes, because the login that requests use
 * cannot change the activity. This class finds the names that are meant in it.
 *
 * <p>What others say of a deleted user stays theirs: the manager reference of a user whose manager
 * is pending. So does what is refused later about a name without an id, until the activity is
 * pruned.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class Erasure {
  /** Small, so that no request waits for it. */
  public static final int BATCH = 500;

  /** A refusal for a name that is taken says whose it is. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private static final String ERASE =
      """
      select provisioning.erase_users(:tenant, :users, :names, :refused_names, :conflicts, :sent_as_ids, :members)
      """;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Jdbi jdbi;
  @Inject private Activity activity;

  /**
   * Erases up to {@link #BATCH} deleted users, the first deleted first.
   *
   * @return how many; fewer than a batch means that no other user is due
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int erase(TenantId tenant) {
    if (!ActivityPruning.isAlone(tenant, jdbi)) {
      return 0;
    }
    UUID[] due =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select provisioning.users_to_erase(:tenant, :limit)")
                    .bind("tenant", tenant)
                    .bind("limit", BATCH)
                    .mapTo(UUID.class)
                    .stream()
                    .toArray(UUID[]::new));
    if (due.length > 0) {
      List<String> names = names(tenant, due);
      Set<String> keys = names.stream().map(Erasure::key).collect(Collectors.toSet());
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery(ERASE)
                  .bind("tenant", tenant)
                  .bind("users", due)
                  .bind("names", names.toArray(String[]::new))
                  .bind("refused_names", refusedNames(tenant, keys))
                  .bind("conflicts", conflicts(tenant, keys))
                  .bind("sent_as_ids", sentAsIds(tenant, keys))
                  .bind("members", sentAsMembers(tenant, keys))
                  .mapTo(String.class)
                  .findFirst());
      eraseUnknownMembers(tenant, keys);
      record(tenant, due.length);
    }
    return due.length;
  }

  /**
   * What they were called in all the time that the activity tells of, as it was written; without
   * what another user is called by now.
   */
  private List<String> names(TenantId tenant, UUID[] due) {
    List<String> names =
        texts(
            query ->
                query
                    .bind("users", due)
                    .bind("ids", Stream.of(due).map(UUID::toString).toArray(String[]::new)),
            tenant,
            """
            select user_name from provisioning.deleted_user where tenant_id = :tenant and id = any (:users)
            union
            select resource_name from provisioning.activity
            where tenant_id = :tenant and resource_id = any (:ids) and resource_type = 'User' and resource_name is not null
            """);
    Set<String> borne =
        Set.copyOf(
            texts(
                query ->
                    query.bind("keys", names.stream().map(CaseFold::key).toArray(String[]::new)),
                tenant,
                """
                select user_name_key from provisioning.scim_user
                where tenant_id = :tenant and user_name_key = any (:keys)
                """));
    return names.stream().filter(name -> !borne.contains(CaseFold.key(name))).toList();
  }

  /**
   * In what was refused before there was an id, or about a name that found no user, or that another
   * user should get.
   */
  private String[] refusedNames(TenantId tenant, Set<String> keys) {
    return theirs(
        keys,
        "select distinct resource_name from provisioning.activity where tenant_id = :tenant and"
            + " status >= 400 and resource_type = 'User' and resource_name is not null",
        tenant);
  }

  /** Details of refusals for a name that was taken. */
  private String[] conflicts(TenantId tenant, Set<String> keys) {
    return texts(
            UnaryOperator.identity(),
            tenant,
            """
            select distinct detail from provisioning.activity
            where tenant_id = :tenant and status = 409 and scim_type = 'uniqueness' and detail is not null
            """)
        .stream()
        .filter(
            detail ->
                QUOTED.matcher(detail).results().anyMatch(m -> keys.contains(key(m.group(1)))))
        .toArray(String[]::new);
  }

  private String[] sentAsIds(TenantId tenant, Set<String> keys) {
    return theirs(
        keys,
        "select distinct resource_id from provisioning.activity where tenant_id = :tenant and"
            + " status >= 400 and resource_type = 'User' and resource_id is not null and"
            + " provisioning.try_uuid(resource_id) is null",
        tenant);
  }

  /** In place of members' ids, in a pushed group. */
  private String[] sentAsMembers(TenantId tenant, Set<String> keys) {
    return theirs(
        keys,
        """
        select distinct member from provisioning.activity
        cross join lateral jsonb_array_elements_text(tolerances -> 'UNKNOWN_MEMBER_SKIPPED') member
        where tenant_id = :tenant and tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null and provisioning.try_uuid(member) is null
        """,
        tenant);
  }

  private void eraseUnknownMembers(TenantId tenant, Set<String> keys) {
    List<String> members =
        entities
            .createNamedQuery(UnknownMember.NAMES, String.class)
            .setParameter("tenant", tenant.value())
            .getResultList();
    for (String member : members) {
      if (ResourceId.of(member).isEmpty() && isTheirs(keys, member)) {
        entities
            .createNamedQuery(UnknownMember.DELETE)
            .setParameter("tenant", tenant.value())
            .setParameter("member", member)
            .executeUpdate();
      }
    }
  }

  private String[] theirs(Set<String> keys, String texts, TenantId tenant) {
    return texts(UnaryOperator.identity(), tenant, texts).stream()
        .filter(text -> isTheirs(keys, text))
        .toArray(String[]::new);
  }

  private static boolean isTheirs(Set<String> keys, String text) {
    return keys.contains(key(text)) || keys.contains(key(decoded(text)));
  }

  private List<String> texts(UnaryOperator<Query> parameters, TenantId tenant, String query) {
    return jdbi.withHandle(
        handle ->
            parameters
                .apply(handle.createQuery(query).bind("tenant", tenant))
                .mapTo(String.class)
                .list());
  }

  /** What stands in a path, as it was meant. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  /** As the activity keeps names of what was refused. */
  private static String key(String name) {
    return CaseFold.key(Shortened.to(ActivityNotes.LONGEST_NAME, name));
  }

  private void record(TenantId tenant, int erased) {
    String told =
        erased == 1 ? "1 deleted user was anonymised." : erased + " deleted users were anonymised.";
    activity.record(
        tenant,
        Actor.TIMER,
        new Event("user.erased", null, null, null, 0, Set.of(), List.of(told)));
  }
}

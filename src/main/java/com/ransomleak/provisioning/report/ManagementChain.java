package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Where somebody stands: who is above them, and how many are below. */
@ApplicationScoped
public class ManagementChain {
  /** Longer ones are cut. */
  static final int LONGEST = 100;

  @Inject private Database database;

  /** Somebody above. */
  public record Superior(UUID id, String userName, String displayName, boolean active) {}

  /** Why the chain is no longer. */
  public enum End {
    /** The last one has no manager. */
    TOP,
    /** The last one's manager is in the chain already, or is the person. */
    CIRCLE,
    /** There are more than {@value ManagementChain#LONGEST}. */
    CUT
  }

  /** From the manager upwards. */
  public record Above(List<Superior> superiors, End end) {}

  /** How many stand below, on the next level and on all; nobody counts as below themselves. */
  public record Below(long direct, long total) {}

  private record Step(Superior superior, int level, boolean again) {}

  /**
   * In the caller's transaction, which has named the tenant. A circle that does not lead back to
   * the person is seen too: each step knows the way.
   */
  Above above(TenantId tenant, UUID person) {
    List<Step> steps =
        database.query(
            """
            with recursive up (id, level) as (
              select cast(? as uuid), 0
              union all
              select u.manager_id, up.level + 1 from up
              join provisioning.scim_user u on u.tenant_id = ? and u.id = up.id
              where u.manager_id is not null and up.level <= ?)
              cycle id set again using way
            select u.id, u.document ->> 'userName',\
            """
                + " "
                + PersonSql.NAME
                + ", u.active, up.level, up.again from up join provisioning.scim_user u on"
                + " u.tenant_id = ? and u.id = up.id where up.level > 0 order by up.level",
            row ->
                new Step(
                    new Superior(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4)),
                    row.getInt(5),
                    row.getBoolean(6)),
            person,
            tenant.value(),
            LONGEST,
            tenant.value());
    End end =
        steps.stream().anyMatch(Step::again)
            ? End.CIRCLE
            : steps.size() > LONGEST ? End.CUT : End.TOP;
    return new Above(
        steps.stream()
            .filter(step -> !step.again() && step.level() <= LONGEST)
            .map(Step::superior)
            .toList(),
        end);
  }

  /**
   * In the caller's transaction, which has named the tenant. Going down ends without remembering
   * the way: each has one manager, so whoever is met twice below somebody is that somebody. {@code
   * offset 0} holds the planner to the index, person by person.
   */
  Below below(TenantId tenant, UUID person) {
    return database
        .query(
            """
            with recursive below (id, level) as (
              select id, 1 from provisioning.scim_user where tenant_id = ? and manager_id = ? and id <> ?
              union all
              select r.id, 2 from below b
              cross join lateral (
                select id from provisioning.scim_user where tenant_id = ? and manager_id = b.id and id <> ? offset 0) r)
            select count(*) filter (where level = 1), count(*) from below
            """,
            row -> new Below(row.getLong(1), row.getLong(2)),
            tenant.value(),
            person,
            person,
            tenant.value(),
            person)
        .get(0);
  }
}

package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.report.PersonDetails.Superior;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** The managers above a user, and the number of users below. */
@ApplicationScoped
public class ManagementChain {
  /** Longer chains are cut. */
  static final int MAX_LENGTH = 100;

  private static final int MAX_WALKED = 500;

  @Inject private Sql sql;
  @Inject private Hierarchies hierarchies;

  /** Why a chain is not longer. */
  enum End {
    /** The last manager has no manager. */
    TOP,
    /** The last manager's manager is in the chain already, or is the user. */
    CIRCLE,
    /** There are more than {@value ManagementChain#MAX_LENGTH} managers. */
    CUT
  }

  /** From the manager upwards. */
  record Above(List<Superior> superiors, End end) {}

  /** On the next level and on all levels; a user is never below themselves. */
  record Below(long direct, long total) {}

  private record Step(
      UUID id, String userName, String displayName, boolean active, int level, boolean repeated) {
    Superior superior() {
      return new Superior(id, userName, displayName, active);
    }
  }

  /**
   * In the caller's transaction, which has named the tenant. Each step knows the way, so a
   * reporting loop that does not contain the user is found too.
   */
  Above above(TenantId tenant, UUID person) {
    List<Step> steps =
        sql.of(
                tenant,
                """
                with recursive up (id, level) as (
                  select cast(:person as uuid), 0
                  union all
                  select u.manager_id, up.level + 1 from up
                  join provisioning.scim_user u on u.tenant_id = :tenant and u.id = up.id
                  where u.manager_id is not null and up.level <= :max_length)
                  cycle id set repeated using way
                select u.id, u.user_name, u.display_name, u.active, up.level, up.repeated
                from up join provisioning.scim_user u on u.tenant_id = :tenant and u.id = up.id
                where up.level > 0 order by up.level
                """)
            .bind("person", person)
            .bind("max_length", MAX_LENGTH)
            .list(Step.class);
    End end =
        steps.stream().anyMatch(Step::repeated)
            ? End.CIRCLE
            : steps.size() > MAX_LENGTH ? End.CUT : End.TOP;
    return new Above(
        steps.stream()
            .filter(step -> !step.repeated() && step.level() <= MAX_LENGTH)
            .map(Step::superior)
            .toList(),
        end);
  }

  /**
   * In the caller's transaction, which has named the tenant. Few people are counted on a walk down;
   * for more, the hierarchy of the whole tenant costs less. {@code offset 0} holds the planner to
   * the index of reporting lines.
   */
  Below below(TenantId tenant, UUID person) {
    Below walked =
        sql.of(
                tenant,
                """
                with recursive below (id) as (
                  select id from provisioning.scim_user where tenant_id = :tenant and manager_id = :id and id <> :id
                  union all
                  select r.id from below b
                  cross join lateral (
                    select id from provisioning.scim_user where tenant_id = :tenant and manager_id = b.id and id <> :id offset 0) r)
                select (select count(*) from provisioning.scim_user where tenant_id = :tenant and manager_id = :id and id <> :id) as direct,
                  (select count(*) from (select from below limit :max_walked + 1) walked) as total
                """)
            .bind("id", person)
            .bind("max_walked", MAX_WALKED)
            .one(Below.class);
    return walked.total() <= MAX_WALKED
        ? walked
        : new Below(walked.direct(), hierarchies.read(tenant).below(person).reports());
  }
}

package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Where somebody stands: who is above them, and how many are below. */
@ApplicationScoped
public class ManagementChain {
  /** Longer ones are cut. */
  static final int LONGEST = 100;

  @Inject private Jdbi jdbi;

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

  private record Step(
      UUID id, String userName, String displayName, boolean active, int level, boolean again) {
    Superior superior() {
      return new Superior(id, userName, displayName, active);
    }
  }

  /**
   * In the caller's transaction, which has named the tenant. A circle that does not lead back to
   * the person is seen too: each step knows the way.
   */
  Above above(TenantId tenant, UUID person) {
    List<Step> steps =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        with recursive up (id, level) as (
                          select cast(:person as uuid), 0
                          union all
                          select u.manager_id, up.level + 1 from up
                          join provisioning.scim_user u on u.tenant_id = :tenant and u.id = up.id
                          where u.manager_id is not null and up.level <= :longest)
                          cycle id set again using way
                        select u.id, u.user_name, u.display_name, u.active, up.level, up.again
                        from up join provisioning.scim_user u on u.tenant_id = :tenant and u.id = up.id
                        where up.level > 0 order by up.level
                        """)
                    .bind("person", person)
                    .bind("tenant", tenant)
                    .bind("longest", LONGEST)
                    .mapTo(Step.class)
                    .list());
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
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    with recursive below (id, level) as (
                      select id, 1 from provisioning.scim_user where tenant_id = :tenant and manager_id = :id and id <> :id
                      union all
                      select r.id, 2 from below b
                      cross join lateral (
                        select id from provisioning.scim_user where tenant_id = :tenant and manager_id = b.id and id <> :id offset 0) r)
                    select count(*) filter (where level = 1) as direct, count(*) as total from below
                    """)
                .bind("tenant", tenant)
                .bind("id", person)
                .mapTo(Below.class)
                .one());
  }
}

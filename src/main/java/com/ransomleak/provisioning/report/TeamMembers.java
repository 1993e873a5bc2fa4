package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Who is in a team, active or not. */
@ApplicationScoped
public class TeamMembers {
  private static final ReportQuery<Member> MEMBERS =
      new ReportQuery<>(
          Member.class,
          """
          select u.id, u.user_name, u.display_name, u.title, u.active,
            m.id as manager_id, m.display_name as manager, <position>
          from provisioning.scim_user u
          left join provisioning.scim_user m on m.tenant_id = u.tenant_id and m.id = u.manager_id
          where u.tenant_id = :tenant and u.team_id = :team <filter>
          <page>
          """,
          "u.id",
          List.of(new SortKey("userName", "u.user_name_key", "text")));

  @Inject private Jdbi jdbi;

  /**
   * Somebody who is in the team.
   *
   * @param title may be null
   * @param managerId null without a manager, like {@code manager}
   */
  public record Member(
      UUID id,
      String userName,
      String displayName,
      String title,
      boolean active,
      UUID managerId,
      String manager) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    MEMBERS.requireOrder(request);
  }

  /** One page. */
  @Transactional
  public Listing<Member> list(TenantId tenant, UUID team, ListRequest request) {
    return MEMBERS.page(jdbi, request, filter(tenant, team, request));
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, UUID team, ListRequest request, Consumer<Member> consumer) {
    MEMBERS.each(jdbi, request, filter(tenant, team, request), consumer);
  }

  private static ReportFilter filter(TenantId tenant, UUID team, ListRequest request) {
    return new ReportFilter(tenant).bind("team", team).searchPeople(request);
  }
}

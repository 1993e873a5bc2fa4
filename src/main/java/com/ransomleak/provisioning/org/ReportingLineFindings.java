package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.org.Findings.Person;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reporting lines and manager references that cannot be right, with the limits of {@link Findings}.
 * Pending references have a report of their own.
 */
@ApplicationScoped
public class ReportingLineFindings {
  private static final int NAMES = 5;

  private static final String UNUSABLE =
      """
      select u.id, u.user_name, left(r.value, 60) as reference, length(r.value) as length
      from provisioning.scim_user u
      cross join lateral (
        select u.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') r (value)
      where u.tenant_id = :tenant
        and length(u.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') > 256
      order by u.user_name_key
      """;

  @Inject private Sql sql;
  @Inject private Findings findings;
  @Inject private Hierarchies hierarchies;

  /**
   * Users whose reporting lines form a loop.
   *
   * @param first the member with the smallest id, where the org chart enters the loop
   * @param people the number of members
   * @param names the userNames of the first members, along the lines
   */
  public record Cycle(UUID first, int people, List<String> names) {}

  /** Loops of two and more users, and users who report to themselves. */
  public record Cycles(Found<Cycle> circles, Found<Person> selfManagers) {}

  /** A user with the beginning of a manager reference that is too long. */
  public record Unusable(UUID id, String userName, String reference, long length) {}

  /** Finds all loops, the largest first, in one pass over all managers. */
  @Transactional
  public Cycles circles(TenantId tenant) {
    List<List<UUID>> all = hierarchies.read(tenant).circles();
    List<List<UUID>> circles =
        all.stream()
            .filter(circle -> circle.size() > 1)
            .sorted(Comparator.<List<UUID>>comparingInt(List::size).reversed())
            .toList();
    List<UUID> own =
        all.stream().filter(circle -> circle.size() == 1).map(circle -> circle.get(0)).toList();
    Map<UUID, String> names =
        names(
            tenant,
            Stream.concat(
                circles.stream().limit(Findings.LIMIT).flatMap(c -> c.stream().limit(NAMES)),
                own.stream().limit(Findings.LIMIT)));
    return new Cycles(
        new Found<>(
            circles.size(),
            circles.stream()
                .limit(Findings.LIMIT)
                .map(
                    circle ->
                        new Cycle(
                            circle.get(0),
                            circle.size(),
                            circle.stream().limit(NAMES).map(names::get).toList()))
                .toList()),
        new Found<>(
            own.size(),
            own.stream()
                .limit(Findings.LIMIT)
                // Others have been deleted since.
                .filter(names::containsKey)
                .map(id -> new Person(id, names.get(id)))
                .sorted(Comparator.comparing(Person::userName))
                .toList()));
  }

  /** References longer than any key. */
  @Transactional
  public Found<Unusable> unusable(TenantId tenant) {
    return findings.list(tenant, Unusable.class, UNUSABLE);
  }

  private Map<UUID, String> names(TenantId tenant, Stream<UUID> ids) {
    return sql
        .of(
            tenant,
            "select id, user_name from provisioning.scim_user where tenant_id = :tenant and id ="
                + " any (:ids)")
        .bind("ids", ids.toArray(UUID[]::new))
        .list(Person.class)
        .stream()
        .collect(Collectors.toMap(Person::id, Person::userName));
  }
}

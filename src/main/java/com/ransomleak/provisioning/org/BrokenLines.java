package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.org.Findings.Person;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Reporting lines and manager references that cannot be right: findings beside those of {@link
 * Findings}, cut like them. References that merely wait are a report of their own.
 */
@ApplicationScoped
public class BrokenLines {
  private static final int NAMES = 5;

  @Inject private Database database;
  @Inject private Hierarchies hierarchies;

  /**
   * People each of whom reports to the next, and the last to the first.
   *
   * @param first the member with the smallest id, where the org chart enters the circle
   * @param people how many they are
   * @param names the userNames of some of them, along the lines
   */
  public record Circle(UUID first, int people, List<String> names) {}

  /** Circles of two and more, and people who report to themselves. */
  public record Circles(Found<Circle> circles, Found<Person> selfManagers) {}

  /** A person with the beginning of a reference that can mean nobody. */
  public record Unusable(UUID id, String userName, String reference, long length) {}

  /** The largest circles first. One pass over all managers, whatever there is. */
  @Transactional
  public Circles circles(TenantId tenant) {
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
    return new Circles(
        new Found<>(
            circles.size(),
            circles.stream()
                .limit(Findings.LIMIT)
                .map(
                    circle ->
                        new Circle(
                            circle.get(0),
                            circle.size(),
                            circle.stream().limit(NAMES).map(names::get).toList()))
                .toList()),
        new Found<>(
            own.size(),
            own.stream().limit(Findings.LIMIT).map(id -> new Person(id, names.get(id))).toList()));
  }

  /** References longer than any key. */
  @Transactional
  public Found<Unusable> unusable(TenantId tenant) {
    database.enter(tenant.value());
    String reference =
        "u.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->>"
            + " 'value'";
    String condition =
        " from provisioning.scim_user u where u.tenant_id = ? and length(" + reference + ") > 256";
    List<Unusable> items =
        database.query(
            "select u.id, u.document ->> 'userName', left("
                + reference
                + ", 60), length("
                + reference
                + ")"
                + condition
                + " order by u.id limit ?",
            row ->
                new Unusable(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4)),
            tenant.value(),
            Findings.LIMIT);
    long total =
        items.size() < Findings.LIMIT
            ? items.size()
            : database
                .query("select count(*)" + condition, row -> row.getLong(1), tenant.value())
                .get(0);
    return new Found<>(total, items);
  }

  private Map<UUID, String> names(TenantId tenant, Stream<UUID> ids) {
    Map<UUID, String> names = new HashMap<>();
    database.query(
        "select id, document ->> 'userName' from provisioning.scim_user where tenant_id = ? and id"
            + " = any (cast(? as uuid[]))",
        row -> names.put(row.getObject(1, UUID.class), row.getString(2)),
        tenant.value(),
        ids.map(UUID::toString).toArray(String[]::new));
    return names;
  }
}

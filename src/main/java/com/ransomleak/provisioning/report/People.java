package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.report.PeopleFilter.Condition;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The tenant's people, found by what they are called and where they stand. By userName a page is
 * read from an index, however deep it lies; in another order, or with a search that few match, the
 * tenant is read once.
 */
@ApplicationScoped
public class People {
  /** The primary e-mail address, else the first. */
  private static final String EMAIL =
      "coalesce(jsonb_path_query_first(u.document, '$.emails[*] ? (@.primary == true).value') #>>"
          + " '{}', u.document #>> '{emails,0,value}')";

  private static final String PERSON =
      "select u.id, u.document ->> 'userName', "
          + PersonSql.NAME
          + ", "
          + EMAIL
          + ", u.document ->> 'title', u.document #>>"
          + " '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,department}', t.name,"
          + " u.team_id, (select "
          + PersonSql.name("m")
          + " from provisioning.scim_user m where"
          + " m.tenant_id = u.tenant_id and m.id = u.manager_id), u.manager_id, u.external_id,"
          + " u.active, u.created_at, u.changed_at, ";

  private static final String FROM =
      " from provisioning.scim_user u" + PersonSql.JOIN_TEAM + " where ";

  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("userName", "u.user_name_key", "text"),
          new SortKey("name", PersonSql.NAME_KEY, "text"),
          new SortKey("created", "u.created_at", "timestamptz"));

  @Inject private Database database;

  /**
   * Somebody, as lists show them; what is not known is null.
   *
   * @param email the primary address, else the first
   * @param department as the identity provider sent it
   * @param manager the manager's name
   */
  public record Person(
      UUID id,
      String userName,
      String displayName,
      String email,
      String title,
      String department,
      String team,
      UUID teamId,
      String manager,
      UUID managerId,
      String externalId,
      boolean active,
      OffsetDateTime createdAt,
      OffsetDateTime changedAt) {}

  private record Found(Person person, String position) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, SORTS, "u.id");
  }

  /**
   * What a list is about; names of what is not asked are null.
   *
   * @param manager whose direct reports
   */
  public record Subjects(String team, String role, String manager) {}

  /**
   * Before a list is begun: the team, role and manager that it is about are the tenant's.
   *
   * @throws Problem 404
   */
  @Transactional
  public Subjects subjects(TenantId tenant, PeopleFilter filter) {
    database.enter(tenant.value());
    return new Subjects(
        name(tenant, filter.team(), "u.name from provisioning.team", "team"),
        name(tenant, filter.role(), "u.document ->> 'displayName' from provisioning.role", "role"),
        name(tenant, filter.manager(), PersonSql.NAME + " from provisioning.scim_user", "person"));
  }

  private String name(TenantId tenant, UUID id, String nameFrom, String what) {
    if (id == null) {
      return null;
    }
    return database
        .query(
            "select " + nameFrom + " u where u.tenant_id = ? and u.id = ?",
            row -> row.getString(1),
            tenant.value(),
            id)
        .stream()
        .findFirst()
        .orElseThrow(() -> Problem.unknown(what));
  }

  /** One page. */
  @Transactional
  public Listing<Person> page(TenantId tenant, PeopleFilter filter, ListRequest request) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, SORTS, "u.id");
    Condition condition = filter.condition(tenant, request.search());
    List<Found> rows =
        database.query(
            statement(keyset, condition),
            row -> new Found(person(row), row.getString(15)),
            keyset.parameters(condition.parameters().toArray()));
    return Listing.of(
            rows, request.limit(), row -> keyset.cursor(row.position(), row.person().id()))
        .map(Found::person);
  }

  /** All of them, one by one. */
  @Transactional
  public void each(
      TenantId tenant, PeopleFilter filter, ListRequest request, Consumer<Person> consumer) {
    database.enter(tenant.value());
    ListRequest whole = request.whole();
    Keyset keyset = Keyset.of(whole, SORTS, "u.id");
    Condition condition = filter.condition(tenant, whole.search());
    database.each(
        statement(keyset, condition),
        People::person,
        consumer,
        keyset.parameters(condition.parameters().toArray()));
  }

  private static String statement(Keyset keyset, Condition condition) {
    return PERSON
        + keyset.position()
        + FROM
        + condition.sql()
        + keyset.condition()
        + keyset.order();
  }

  /** In the caller's transaction, which has named the tenant. */
  Optional<Person> find(TenantId tenant, UUID id) {
    return database
        .query(
            PERSON + "null" + FROM + "u.tenant_id = ? and u.id = ?",
            People::person,
            tenant.value(),
            id)
        .stream()
        .findFirst();
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getObject(8, UUID.class),
        row.getString(9),
        row.getObject(10, UUID.class),
        row.getString(11),
        row.getBoolean(12),
        row.getObject(13, OffsetDateTime.class),
        row.getObject(14, OffsetDateTime.class));
  }
}

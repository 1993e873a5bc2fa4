package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The teams, roles and people that a user can name as the value of a {@link Filter.Reference},
 * which takes their id.
 */
@ApplicationScoped
public class FilterChoices {
  /** More suggestions would make the page larger than the list itself. */
  private static final int MAX_SUGGESTIONS = 200;

  private static final int MAX_PEOPLE = 6;

  @Inject private Sql sql;
  @Inject private Reports reports;

  /**
   * What a text can mean.
   *
   * @param name what names it again: of a team or role its name, of a person the userName
   */
  public record Choice(UUID id, String name) {}

  /** The first names of teams that are not archived. */
  @Transactional
  public List<String> teams(TenantId tenant) {
    return names(
        tenant,
        "select name from provisioning.team where tenant_id = :tenant and archived_at is null"
            + " order by name_key limit :limit");
  }

  /** The first names of roles. */
  @Transactional
  public List<String> roles(TenantId tenant) {
    return names(
        tenant,
        "select display_name from provisioning.role where tenant_id = :tenant order by name_key"
            + " limit :limit");
  }

  private List<String> names(TenantId tenant, String query) {
    return sql.of(tenant, query).bind("limit", MAX_SUGGESTIONS).list(String.class);
  }

  /**
   * What a text means: nothing, one thing, or several, of which the first are returned. An id means
   * what has this id. A team is found by its name, by a previous name and by an alias, a role by
   * its name. A person is found by what {@link Person#EXACT} finds, else by displayName, else by a
   * search.
   *
   * @param kind {@code TEAM}, {@code ROLE} or {@code PERSON}
   */
  @Transactional
  public List<Choice> find(TenantId tenant, Kind kind, String text) {
    return switch (kind) {
      case TEAM ->
          find(
              tenant,
              """
              select t.id, t.name from provisioning.team t where t.tenant_id = :tenant and (t.id = provisioning.try_uuid(:text)
                or t.id = (select n.team_id from provisioning.team_name n where n.tenant_id = :tenant and n.name_key = :key))
              """,
              text);
      case ROLE ->
          find(
              tenant,
              """
              select r.id, r.display_name as name from provisioning.role r
              where r.tenant_id = :tenant and (r.id = provisioning.try_uuid(:text) or r.name_key = :key) order by r.id limit 2
              """,
              text);
      case PERSON -> people(tenant, text);
      default -> throw new IllegalArgumentException(kind.name());
    };
  }

  private List<Choice> find(TenantId tenant, String query, String text) {
    return sql.of(tenant, query)
        .bind("text", text)
        .bind("key", NameFold.key(text))
        .list(Choice.class);
  }

  private List<Choice> people(TenantId tenant, String text) {
    List<Person> people =
        reports
            .page(tenant, Person.EXACT, ReportRequest.first(Map.of("exact", text), MAX_PEOPLE))
            .items();
    if (people.isEmpty()) {
      ReportRequest search = new ReportRequest(Map.of(), text, "name", "", MAX_PEOPLE);
      people = reports.page(tenant, Person.REPORT, search).items();
    }
    String key = NameFold.key(text);
    List<Person> named =
        people.stream().filter(person -> NameFold.key(person.displayName()).equals(key)).toList();
    return Stream.of(named, people)
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of())
        .stream()
        .map(person -> new Choice(person.id(), person.userName()))
        .toList();
  }
}

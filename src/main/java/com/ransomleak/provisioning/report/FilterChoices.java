package com.ransomleak.provisioning.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the teams, roles and people that a user names, for a {@link Filter.Reference}. */
@ApplicationScoped
public class FilterChoices {
  /** More suggestions would make the page larger than the list itself. */
  private static final int MAX_SUGGESTIONS = 200;

  private static final int MAX_PEOPLE = 6;

  /** Its own name comes first, because an alias can cover the name of another team. */
  private static final String TEAM =
      """
      select t.id, t.name from provisioning.team t where t.tenant_id = :tenant and t.id = coalesce(
        (select n.id from provisioning.team n where n.tenant_id = :tenant and n.name_key = :key),
        (select n.team_id from provisioning.team_name n where n.tenant_id = :tenant and n.name_key = :key),
        provisioning.try_uuid(:text))
      """;

  private static final String ROLE =
      """
      select r.id, r.display_name as name from provisioning.role r where r.tenant_id = :tenant and r.id = coalesce(
        (select n.id from provisioning.role n where n.tenant_id = :tenant and n.unique_name = :key),
        provisioning.try_uuid(:text))
      """;

  private static final String USER_NAME =
      """
      select id, user_name as name from provisioning.scim_user where tenant_id = :tenant and user_name_key = :key
      """;

  private static final String DISPLAY_NAME =
      """
      select id, user_name as name from provisioning.scim_user where tenant_id = :tenant and display_name_key = :key
      order by user_name_key limit 6
      """;

  /** Reading all people would take longer than the list. The newest are beside each other. */
  private static final String VALUES =
      """
      select filter, text from (
        select filter, text, row_number() over (partition by filter order by count(*) desc, text) as place
        from (
          select d, d -> '%s' as e from (
            select document::jsonb as d from provisioning.scim_user where tenant_id = :tenant order by id desc limit 200) n) u
        cross join lateral (values ('title', d ->> 'title'), ('userType', d ->> 'userType'), ('country', d #>> '{addresses,0,country}'),
          ('locality', d #>> '{addresses,0,locality}'), ('costCenter', e ->> 'costCenter'), ('division', e ->> 'division')) v (filter, text)
        where text <> '' group by filter, text) f
      where place <= 50 order by %s
      """
          .formatted(Schemas.ENTERPRISE_USER, Report.byName("text"));

  @Inject private Sql sql;
  @Inject private Reports reports;

  /**
   * A team, role or person that a text names.
   *
   * @param name finds the same one again: the name of a team or role, the userName of a person
   */
  public record Choice(UUID id, String name) {}

  /** A value of an attribute that a list can be filtered by. */
  public record AttributeValue(String filter, String text) {}

  /** The first names of teams that are not archived. */
  @Transactional
  public List<String> teams(TenantId tenant) {
    return names(
        tenant,
        "select name from provisioning.team where tenant_id = :tenant and archived_at is null"
            + " order by "
            + Report.byName("name_key")
            + " limit :limit");
  }

  /** The first names of roles. */
  @Transactional
  public List<String> roles(TenantId tenant) {
    return names(
        tenant,
        "select display_name from provisioning.role where tenant_id = :tenant order by "
            + Report.byName("name_key")
            + " limit :limit");
  }

  /** The most frequent values that the newest people have, by the filter of {@link Person}. */
  @Transactional
  public Map<String, List<String>> values(TenantId tenant) {
    return sql.of(tenant, VALUES).list(AttributeValue.class).stream()
        .collect(groupingBy(AttributeValue::filter, mapping(AttributeValue::text, toList())));
  }

  private List<String> names(TenantId tenant, String query) {
    return sql.of(tenant, query).bind("limit", MAX_SUGGESTIONS).list(String.class);
  }

  /**
   * Finds what a text means: nothing, one thing, or several, of which the first are returned. A
   * team is found by its name, by a previous name or alias, or by its id, a role by its name or id.
   * A person is found by userName, then by what {@link Person#EXACT} finds, then by displayName,
   * then by a search.
   *
   * @param kind {@code TEAM}, {@code ROLE} or {@code PERSON}
   */
  @Transactional
  public List<Choice> find(TenantId tenant, Kind kind, String text) {
    return switch (kind) {
      case TEAM -> find(tenant, TEAM, text, NameFold.key(text));
      case ROLE -> find(tenant, ROLE, text, NameFold.key(text));
      case PERSON -> people(tenant, text);
      default -> throw new IllegalArgumentException(kind.name());
    };
  }

  private List<Choice> find(TenantId tenant, String query, String text, String key) {
    return sql.of(tenant, query).bind("text", text).bind("key", key).list(Choice.class);
  }

  private List<Choice> people(TenantId tenant, String text) {
    String key = CaseFold.key(text);
    ReportRequest exact = ReportRequest.first(Map.of("exact", text), MAX_PEOPLE);
    ReportRequest search = new ReportRequest(Map.of(), text, "name", "", MAX_PEOPLE);
    return Stream.<Supplier<List<Choice>>>of(
            () -> find(tenant, USER_NAME, text, key),
            () -> people(tenant, Person.EXACT, exact),
            () -> find(tenant, DISPLAY_NAME, text, key),
            () -> people(tenant, Person.REPORT, search))
        .map(Supplier::get)
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<Choice> people(TenantId tenant, Report<Person> report, ReportRequest request) {
    return reports.page(tenant, report, request).items().stream()
        .map(person -> new Choice(person.id(), person.userName()))
        .toList();
  }
}

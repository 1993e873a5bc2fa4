package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Columns;
import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Text;
import com.ransomleak.provisioning.report.Filter.Value;
import com.ransomleak.provisioning.report.Filter.Words;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.ScimDateTime;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * A user in a list. Unknown values are null. PostgreSQL reads any page ordered by userName from an
 * index. Other orders, and searches with few matches, read all users of the tenant.
 *
 * @param email the primary address, else the first
 * @param department as the identity provider sent it
 * @param manager the manager's name
 * @param country of the primary address, else of the first
 * @param extensions attributes of the tenant's extension schemas by URN and name; null for none
 */
public record Person(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column(EMAIL) String email,
    @Column("u.title") String title,
    @Column("u.document::jsonb #>> '{" + Schemas.ENTERPRISE_USER + ",department}'")
        String department,
    @Column(TEAM) String team,
    @Column("u.team_id") UUID teamId,
    @Column(MANAGER) String manager,
    @Column("u.manager_id") UUID managerId,
    @Column("u.external_id") String externalId,
    @Column("u.active") boolean active,
    @Column("u.created_at") OffsetDateTime createdAt,
    @Column("u.changed_at") OffsetDateTime changedAt,
    String userType,
    String country,
    String locality,
    String preferredLanguage,
    String timezone,
    String costCenter,
    String division,
    String organization,
    String employeeNumber,
    JsonObject extensions,
    @Column(value = "u.document", internal = true) String document) {
  /** The columns that a page can show, besides the name. */
  public static final List<String> COLUMNS =
      List.of(
          "userName",
          "email",
          "title",
          "department",
          "team",
          "manager",
          "userType",
          "country",
          "locality",
          "preferredLanguage",
          "timezone",
          "costCenter",
          "division",
          "organization",
          "employeeNumber",
          "externalId",
          "createdAt",
          "changedAt");

  /** The other columns, which a page shows as parts of those or not at all. */
  private static final List<String> UNSHOWN =
      List.of("id", "displayName", "active", "teamId", "managerId");

  /** The columns that JSON always has. */
  static final List<String> REQUIRED =
      List.of("id", "userName", "displayName", "active", "createdAt", "changedAt");

  static final String EMAIL =
      """
      coalesce(jsonb_path_query_first(u.document::jsonb, '$.emails[*] ? (@.primary == true).value') #>> '{}',
        u.document::jsonb #>> '{emails,0,value}')\
      """;

  static final String MANAGER =
      "(select m.display_name from provisioning.scim_user m where m.tenant_id = u.tenant_id and"
          + " m.id = u.manager_id)";

  /** A join would look up the team of each row before the page is cut out. */
  static final String TEAM =
      "(select t.name from provisioning.team t where t.tenant_id = u.tenant_id and"
          + " t.id = u.team_id)";

  private static final String HAS_ROLE =
      """
      u.id in (select user_id from provisioning.role_member where tenant_id = :tenant and role_id = :role)\
      """;

  public static final Report<Person> REPORT = base();

  private static Report<Person> base() {
    return new Report<>(
            "people",
            Person.class,
            "u.id",
            """
            from provisioning.scim_user u
            where u.tenant_id = :tenant\
            """)
        .filter(
            "state",
            Words.of("all", "active", "u.active", "inactive", "not u.active", "all", "true"))
        .filter("team", new Reference(Kind.TEAM, "u.team_id = :team"))
        .filter("role", new Reference(Kind.ROLE, HAS_ROLE))
        // A user who is their own manager does not report to themselves.
        .filter(
            "manager", new Reference(Kind.PERSON, "u.manager_id = :manager and u.id <> :manager"))
        .filter(
            "without",
            Words.of(
                "",
                "team",
                "u.team_id is null",
                "manager",
                PersonWithoutManager.NONE_SENT,
                "externalId",
                "u.external_id is null"))
        .search(Report.PERSON)
        .searchWhole("u.id = provisioning.try_uuid(:exact) or u.external_id = :exact")
        .totalOf("User")
        .scanned()
        .filter("title", text("title", "title"))
        .filter(
            "department", new Value("department", "u.department_key = :department", NameFold::key))
        .filter("userType", text("userType", "userType"))
        .filter("country", address("country"))
        .filter("locality", address("locality"))
        .filter("preferredLanguage", text("preferredLanguage", "preferredLanguage"))
        .filter("timezone", text("timezone", "timezone"))
        .filter("costCenter", text("costCenter", Schemas.ENTERPRISE_USER + ":costCenter"))
        .filter("division", text("division", Schemas.ENTERPRISE_USER + ":division"))
        .filter("organization", text("organization", Schemas.ENTERPRISE_USER + ":organization"))
        .filter(
            "employeeNumber",
            new Value("employeeNumber", "u.employee_number = :employeeNumber", CaseFold::key))
        .filter("columns", new Columns(COLUMNS, UNSHOWN))
        .completionFor(
            context -> {
              ResourceType type = context.tenants().schemas(context.tenant()).user();
              return person -> person.completed(type);
            })
        .sort("userName", "u.user_name_key", "text")
        .sortByName("name", Report.PERSON_NAME)
        .sort("created", "u.created_at", "timestamptz");
  }

  /** The users whom a text names exactly: by id, externalId, userName, address or number. */
  public static final Report<Person> EXACT =
      base()
          .filter(
              "exact",
              new Text(
                  """
                  u.id in (
                    select provisioning.try_uuid(:exact)
                    union all select id from provisioning.scim_user where tenant_id = :tenant and external_id = :exact
                    union all select id from provisioning.scim_user where tenant_id = :tenant and user_name_key = :exact_key
                    union all select id from provisioning.scim_user where tenant_id = :tenant and employee_number = :exact_key
                    union all select user_id from provisioning.user_email where tenant_id = :tenant and value_key = :exact_key)\
                  """));

  /** The same list with a filter and a column for each attribute of the extension schemas. */
  public static Report<Person> report(ResourceType type) {
    Report<Person> report = base();
    List<String> columns = new ArrayList<>(COLUMNS);
    PersonAttributes.extensions(type)
        .forEach(
            (name, attribute) -> {
              String parameter = "extension_" + columns.size();
              columns.add(name);
              report.filter(
                  name,
                  new Value(parameter, condition(parameter, name), text -> key(attribute, text)));
            });
    return report.filter("columns", new Columns(List.copyOf(columns), UNSHOWN));
  }

  /** A value as the search keys of the document have it. */
  private static String key(Attribute attribute, String text) {
    return attribute.type() == Attribute.Type.DATE_TIME
        ? ScimDateTime.parse(text).map(ScimDateTime::key).orElse(text)
        : attribute.key(text);
  }

  /** The value of a key of the document, folded as filters of SCIM compare it. */
  private static Value text(String name, String key) {
    return contained(name, text -> ScimJson.object().add(key, text));
  }

  /** A value of one of the addresses. */
  private static Value address(String name) {
    return contained(
        name,
        text ->
            ScimJson.object()
                .add("addresses", ScimJson.array().add(ScimJson.object().add(name, text))));
  }

  /** Compares the keys as a whole and once, with JSON that PostgreSQL parses once. */
  private static Value contained(String name, Function<String, JsonObjectBuilder> keys) {
    return new Value(
        name,
        "u.keys @> (select cast(:%s as jsonb))".formatted(name),
        text -> ScimJson.write(keys.apply(CaseFold.key(text)).build()));
  }

  /** The value, or one of the values. */
  private static String condition(String name, String key) {
    return "u.keys ->> '%1$s' = :%2$s or u.keys -> '%1$s' @> to_jsonb(cast(:%2$s as text))"
        .formatted(key.replace("'", "''"), name);
  }

  /** The text of a column of {@link #COLUMNS} or of an extension; empty without a value. */
  public String text(String column) {
    Object value =
        extensions != null && extensions.containsKey(column)
            ? extensions.getString(column)
            : RecordWriter.member(this, column);
    return value == null ? "" : value.toString();
  }

  private Person completed(ResourceType type) {
    PersonAttributes attributes = PersonAttributes.of(document);
    return new Person(
        id,
        userName,
        displayName,
        email,
        title,
        department,
        team,
        teamId,
        manager,
        managerId,
        externalId,
        active,
        createdAt,
        changedAt,
        attributes.core("userType"),
        attributes.address("country"),
        attributes.address("locality"),
        attributes.core("preferredLanguage"),
        attributes.core("timezone"),
        attributes.enterprise("costCenter"),
        attributes.enterprise("division"),
        attributes.enterprise("organization"),
        attributes.enterprise("employeeNumber"),
        attributes.extensionValues(type),
        null);
  }
}

package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.PersonReport.Effective;
import com.ransomleak.provisioning.report.PersonReport.HeldRole;
import com.ransomleak.provisioning.report.PersonReport.Known;
import com.ransomleak.provisioning.report.PersonReport.Reference;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/**
 * What one person's report has beyond the columns of lists.
 *
 * <pre>{@code
 * {"id":"01…",…,"attributes":{…},"managementChain":[{"id":"01…","displayName":"Ann"}],"chainEnd":"top",
 *  "directReports":3,"totalReports":40,
 *  "managerReference":{"value":"E-1","state":"pending","pendingSince":"2026-…","people":0,"reason":"Nobody is known by it."},
 *  "roles":[{"id":"01…","name":"Auditors","since":"2026-…","permissions":["VIEW_REPORTS"],"source":{…}}],
 *  "permissions":[{"permission":"VIEW_REPORTS","effective":true,"explanation":"VIEW_REPORTS by role Auditors since 2026-…"}],
 *  "sources":{"userName":{"source":"scim","at":"2026-…","activity":17},…},"teamSource":{…},"managerSource":{…}}
 * }</pre>
 */
final class PersonJson {
  private PersonJson() {}

  static void add(Known known, JsonObjectBuilder person) {
    person.add("attributes", ScimJson.object(known.document()).remove("schemas"));
    JsonArrayBuilder chain = ScimJson.array();
    known
        .above()
        .superiors()
        .forEach(
            superior ->
                chain.add(
                    ScimJson.object()
                        .add("id", superior.id().toString())
                        .add("userName", superior.userName())
                        .add("displayName", superior.displayName())
                        .add("active", superior.active())));
    person
        .add("managementChain", chain)
        .add("chainEnd", known.above().end().name().toLowerCase(Locale.ROOT))
        .add("directReports", known.below().direct())
        .add("totalReports", known.below().total());
    if (known.reference() != null) {
      person.add("managerReference", reference(known.reference()));
    }
    JsonArrayBuilder roles = ScimJson.array();
    known.roles().forEach(role -> roles.add(role(role)));
    JsonArrayBuilder permissions = ScimJson.array();
    known.permissions().forEach(permission -> permissions.add(permission(permission)));
    JsonObjectBuilder sources = ScimJson.object();
    known.sources().attributes().forEach((name, source) -> sources.add(name, source(source)));
    person.add("roles", roles).add("permissions", permissions).add("sources", sources);
    if (known.sources().team() != null) {
      person.add("teamSource", source(known.sources().team()));
    }
    if (known.sources().manager() != null) {
      person.add("managerSource", source(known.sources().manager()));
    }
  }

  private static JsonObjectBuilder reference(Reference reference) {
    JsonObjectBuilder object =
        ScimJson.object()
            .add("value", reference.value())
            .add("state", reference.pending() ? "pending" : "linked")
            .add("people", reference.people());
    if (reference.pending()) {
      object.add("reason", reference.reason());
    }
    if (reference.pendingSince() != null) {
      object.add("pendingSince", reference.pendingSince().toString());
    }
    return object;
  }

  private static JsonObjectBuilder role(HeldRole role) {
    JsonArrayBuilder permissions = ScimJson.array();
    role.permissions().forEach(permission -> permissions.add(permission.name()));
    return ScimJson.object()
        .add("id", role.id().toString())
        .add("name", role.name())
        .add("since", role.since().toString())
        .add("permissions", permissions)
        .add("source", source(role.source()));
  }

  private static JsonObjectBuilder permission(Effective effective) {
    JsonArrayBuilder by = ScimJson.array();
    effective
        .by()
        .forEach(
            role ->
                by.add(
                    ScimJson.object()
                        .add("roleId", role.id().toString())
                        .add("role", role.name())
                        .add("since", role.since().toString())));
    return ScimJson.object()
        .add("permission", effective.permission().name())
        .add("effective", effective.effective())
        .add("by", by)
        .add("explanation", effective.explanation());
  }

  private static JsonObject source(Source source) {
    JsonObjectBuilder object = ScimJson.object().add("source", source.kind());
    if (source.by() != null) {
      object.add("by", source.by());
    }
    if (source.at() != null) {
      object.add("at", source.at().toString());
    }
    if (source.entry() != null) {
      object.add("activity", source.entry().toString());
    }
    return object.build();
  }
}

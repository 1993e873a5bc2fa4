package com.ransomleak.provisioning.role;

import static com.ransomleak.provisioning.mapping.ColumnMapping.text;
import static com.ransomleak.provisioning.mapping.ResourceMapping.line;

import com.ransomleak.provisioning.mapping.ColumnMapping.Complex;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.mapping.ColumnMapping.Text;
import com.ransomleak.provisioning.mapping.ColumnMapping.Time;
import com.ransomleak.provisioning.mapping.ColumnMapping.Uuid;
import com.ransomleak.provisioning.mapping.ColumnMapping.Values;
import com.ransomleak.provisioning.mapping.ResourceList;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.mapping.ResourceMapping;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Representation.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How each attribute of a Group is found in SQL, where {@code r} is the row of {@code role}. */
public final class GroupMapping {
  public static final ResourceMapping TABLE =
      new ResourceMapping(
          Schemas.group(),
          List.of(
              line("schemas", schemas()),
              line("id", new Uuid("r.id")),
              line("externalId", new Text("r.external_id")),
              line("meta", new Complex("r.id")),
              line("meta.resourceType", text("cast('Group' as text)")),
              line("meta.created", new Time("r.created_at")),
              line("meta.lastModified", new Time("r.changed_at")),
              line("meta.location", text("cast(:base_url as text) || '/Groups/' || r.id")),
              line("meta.version", text("'W/\"' || r.version || '\"'")),
              line("displayName", new Text("r.name_key")),
              line("members", members()),
              line("members.value", new Uuid("m.user_id")),
              line("members.$ref", text("cast(:base_url as text) || '/Users/' || m.user_id")),
              // Folded, as every text of a case-insensitive attribute.
              line("members.type", text("cast('user' as text)")),
              line("members.display", memberName())));

  /** One for each tenant with extensions, made when it is first asked. */
  private static final Map<ResourceType, ResourceMapping> EXTENDED = new ConcurrentHashMap<>();

  /** A member has at most 256 characters of name and an id. */
  private static final ResourceList WITH_MEMBERS =
      list(
          "provisioning.role_with_members",
          " + 1040 * (select count(*) from provisioning.role_member m"
              + " where m.tenant_id = r.tenant_id and m.role_id = r.id)");

  private static final ResourceList WITHOUT_MEMBERS = list("provisioning.role_resource", "");

  private GroupMapping() {}

  /** The table of a tenant's groups, with the extensions that it has. */
  public static ResourceMapping table(ResourceType type) {
    return type == TABLE.type()
        ? TABLE
        : EXTENDED.computeIfAbsent(type, wider -> TABLE.extended(wider, "r"));
  }

  /**
   * Groups as part of a list in any order, or of several types.
   *
   * @param type of the query, as the tenant has it
   */
  public static Source source(ListQuery query, ResourceType type, boolean withMembers) {
    return new Source(withMembers ? WITH_MEMBERS : WITHOUT_MEMBERS, table(type), query);
  }

  private static ResourceList list(String view, String sizeOfMembers) {
    return new ResourceList(
        Kind.GROUP,
        "provisioning.role",
        "r",
        view,
        "provisioning.role_id_at_offset",
        "octet_length(r.document)" + sizeOfMembers);
  }

  private static Values schemas() {
    return new Values(
        "jsonb_array_elements_text(r.keys -> 'schemas') with ordinality s (urn, position) where"
            + " true",
        text("s.urn"),
        "s.position");
  }

  private static Rows members() {
    return new Rows(
        "provisioning.role_member m where m.tenant_id = r.tenant_id and m.role_id = r.id",
        "m.user_id");
  }

  /** As the view role_with_members shows it. */
  private static Text memberName() {
    return text(
        "select left(b.display_name_key, 256) from provisioning.scim_user b"
            + " where b.tenant_id = m.tenant_id and b.id = m.user_id");
  }
}

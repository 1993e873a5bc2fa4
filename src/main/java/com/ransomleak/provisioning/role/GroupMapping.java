package com.ransomleak.provisioning.role;

import static com.ransomleak.provisioning.mapping.ColumnMapping.column;
import static com.ransomleak.provisioning.mapping.ColumnMapping.rows;
import static com.ransomleak.provisioning.mapping.ColumnMapping.text;
import static com.ransomleak.provisioning.mapping.ResourceMapping.line;

import com.ransomleak.provisioning.mapping.ColumnMapping.ColumnType;
import com.ransomleak.provisioning.mapping.ResourceList;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.mapping.ResourceMapping;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Representation.Kind;
import java.util.List;

/** Maps the attributes of groups to SQL, where {@code r} is the row of {@code role}. */
public final class GroupMapping {
  public static final ResourceMapping TABLE =
      new ResourceMapping(
          Schemas.group(),
          "r",
          List.of(
              line("displayName", column(ColumnType.TEXT, "r.name_key")),
              line(
                  "members",
                  rows(
                      "provisioning.role_member m where m.tenant_id = r.tenant_id and m.role_id ="
                          + " r.id",
                      "m.user_id")),
              line("members.value", column(ColumnType.UUID, "m.user_id")),
              line("members.$ref", text("cast(:base_url as text) || '/Users/' || m.user_id")),
              // Folded, like every text of a case-insensitive attribute.
              line("members.type", text("cast('user' as text)")),
              // As the view role_with_members shows it.
              line(
                  "members.display",
                  text(
                      "select left(b.display_name_key, 256) from provisioning.scim_user b"
                          + " where b.tenant_id = m.tenant_id and b.id = m.user_id"))));

  /** A member has at most 256 characters of name and an id. */
  private static final ResourceList WITH_MEMBERS =
      list(
          "provisioning.role_with_members",
          " + 1040 * (select count(*) from provisioning.role_member m"
              + " where m.tenant_id = r.tenant_id and m.role_id = r.id)");

  private static final ResourceList WITHOUT_MEMBERS = list("provisioning.role_resource", "");

  private GroupMapping() {}

  /**
   * Groups as part of a list.
   *
   * @param type with the extensions of the tenant
   */
  public static Source source(ListQuery query, ResourceType type, boolean withMembers) {
    return new Source(withMembers ? WITH_MEMBERS : WITHOUT_MEMBERS, TABLE.forType(type), query);
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
}

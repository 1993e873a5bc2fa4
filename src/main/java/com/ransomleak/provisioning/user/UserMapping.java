package com.ransomleak.provisioning.user;

import static com.ransomleak.provisioning.mapping.ColumnMapping.column;
import static com.ransomleak.provisioning.mapping.ColumnMapping.rows;
import static com.ransomleak.provisioning.mapping.ColumnMapping.text;
import static com.ransomleak.provisioning.mapping.ResourceMapping.line;

import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.mapping.ColumnMapping.ColumnType;
import com.ransomleak.provisioning.mapping.ColumnMapping.NotSearchable;
import com.ransomleak.provisioning.mapping.ResourceList;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.mapping.ResourceMapping;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Representation.Kind;
import java.util.List;

/**
 * Maps the attributes of users to SQL, where {@code u} is the row of {@code scim_user}. An
 * attribute that must be fast to find has a column with an index; all that are not here are read
 * from {@code keys}.
 */
public final class UserMapping {

  public static final ResourceMapping TABLE =
      new ResourceMapping(
          Schemas.user(),
          "u",
          List.of(
              line("userName", column(ColumnType.TEXT, "u.user_name_key")),
              line("active", column(ColumnType.BOOLEAN, "u.active")),
              line("password", new NotSearchable()),
              line(
                  "emails",
                  rows(
                      "provisioning.user_email v where v.tenant_id = u.tenant_id and v.user_id ="
                          + " u.id",
                      "v.position")),
              line("emails.value", column(ColumnType.TEXT, "v.value_key")),
              line(
                  "groups",
                  rows(
                      "provisioning.role_member m where m.tenant_id = u.tenant_id and m.user_id ="
                          + " u.id",
                      "m.role_id")),
              line("groups.value", column(ColumnType.UUID, "m.role_id")),
              line("groups.$ref", text("cast(:base_url as text) || '/Groups/' || m.role_id")),
              line(
                  "groups.display",
                  text(
                      "select g.name_key from provisioning.role g"
                          + " where g.tenant_id = m.tenant_id and g.id = m.role_id")),
              line("groups.type", text("cast('direct' as text)")),
              line(
                  UserKeys.MANAGER + ".value",
                  new Column(
                      ColumnType.REFERENCE,
                      text("u.keys -> '" + UserKeys.MANAGER + "' ->> 'value'").expression(),
                      "u.manager_id")),
              line(
                  UserKeys.MANAGER + ".$ref",
                  text("cast(:base_url as text) || '/Users/' || u.manager_id")),
              // As the view user_resource shows it.
              line(
                  UserKeys.MANAGER + ".displayName",
                  text(
                      "select b.display_name_key from provisioning.scim_user b"
                          + " where b.tenant_id = u.tenant_id and b.id = u.manager_id"))));

  /** A link to a group has about 256 bytes. */
  private static final ResourceList LIST =
      new ResourceList(
          Kind.USER,
          "provisioning.scim_user",
          "u",
          "provisioning.user_resource",
          "provisioning.user_id_at_offset",
          "octet_length(u.document) + 256 * (select count(*) from provisioning.role_member m"
              + " where m.tenant_id = u.tenant_id and m.user_id = u.id)");

  private UserMapping() {}

  /**
   * Users as part of a list.
   *
   * @param type with the extensions of the tenant
   */
  public static Source source(ListQuery query, ResourceType type) {
    return new Source(LIST, TABLE.forType(type), query);
  }
}

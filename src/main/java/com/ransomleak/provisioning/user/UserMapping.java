package com.ransomleak.provisioning.user;

import static com.ransomleak.provisioning.mapping.ColumnMapping.text;
import static com.ransomleak.provisioning.mapping.ResourceMapping.line;

import com.ransomleak.provisioning.mapping.ColumnMapping.Complex;
import com.ransomleak.provisioning.mapping.ColumnMapping.Flag;
import com.ransomleak.provisioning.mapping.ColumnMapping.Nowhere;
import com.ransomleak.provisioning.mapping.ColumnMapping.Reference;
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

/**
 * How each attribute of a User is found in SQL, where {@code u} is the row of {@code scim_user}.
 * What must be quick is a column with an index; the rest is read from {@code keys}, the folded copy
 * of the document. A new attribute is one line.
 */
public final class UserMapping {
  private static final String ENTERPRISE = Schemas.ENTERPRISE_USER + ":";

  public static final ResourceMapping TABLE =
      new ResourceMapping(
          Schemas.user(),
          List.of(
              line("schemas", schemas()),
              line("id", new Uuid("u.id")),
              line("externalId", new Text("u.external_id")),
              line("meta", new Complex("u.id")),
              line("meta.resourceType", text("cast('User' as text)")),
              line("meta.created", new Time("u.created_at")),
              line("meta.lastModified", new Time("u.changed_at")),
              line("meta.location", text("cast(:base_url as text) || '/Users/' || u.id")),
              line("meta.version", text("'W/\"' || u.version || '\"'")),
              line("userName", new Text("u.user_name_key")),
              line("name", new Complex("u.keys -> 'name'")),
              line("name.formatted", name("formatted")),
              line("name.familyName", name("familyName")),
              line("name.givenName", name("givenName")),
              line("name.middleName", name("middleName")),
              line("name.honorificPrefix", name("honorificPrefix")),
              line("name.honorificSuffix", name("honorificSuffix")),
              line("displayName", key("displayName")),
              line("nickName", key("nickName")),
              line("profileUrl", key("profileUrl")),
              line("title", key("title")),
              line("userType", key("userType")),
              line("preferredLanguage", key("preferredLanguage")),
              line("locale", key("locale")),
              line("timezone", key("timezone")),
              line("active", new Flag("u.active")),
              line("password", new Nowhere()),
              line("emails", emails()),
              line("emails.value", new Text("v.value_key")),
              line("emails.display", value("display")),
              line("emails.type", value("type")),
              line("emails.primary", primary()),
              line("phoneNumbers", values("phoneNumbers")),
              line("phoneNumbers.value", value("value")),
              line("phoneNumbers.display", value("display")),
              line("phoneNumbers.type", value("type")),
              line("phoneNumbers.primary", primary()),
              line("ims", values("ims")),
              line("ims.value", value("value")),
              line("ims.display", value("display")),
              line("ims.type", value("type")),
              line("ims.primary", primary()),
              line("photos", values("photos")),
              line("photos.value", value("value")),
              line("photos.display", value("display")),
              line("photos.type", value("type")),
              line("photos.primary", primary()),
              line("addresses", values("addresses")),
              line("addresses.formatted", value("formatted")),
              line("addresses.streetAddress", value("streetAddress")),
              line("addresses.locality", value("locality")),
              line("addresses.region", value("region")),
              line("addresses.postalCode", value("postalCode")),
              line("addresses.country", value("country")),
              line("addresses.type", value("type")),
              line("addresses.primary", primary()),
              line(
                  "groups",
                  new Rows(
                      "provisioning.role_member m where m.tenant_id = u.tenant_id and m.user_id ="
                          + " u.id",
                      "m.role_id")),
              line("groups.value", new Uuid("m.role_id")),
              line("groups.$ref", text("cast(:base_url as text) || '/Groups/' || m.role_id")),
              line("groups.display", groupName()),
              line("groups.type", text("cast('direct' as text)")),
              line("entitlements", values("entitlements")),
              line("entitlements.value", value("value")),
              line("entitlements.display", value("display")),
              line("entitlements.type", value("type")),
              line("entitlements.primary", primary()),
              line("roles", values("roles")),
              line("roles.value", value("value")),
              line("roles.display", value("display")),
              line("roles.type", value("type")),
              line("roles.primary", primary()),
              line("x509Certificates", values("x509Certificates")),
              line("x509Certificates.value", value("value")),
              line("x509Certificates.display", value("display")),
              line("x509Certificates.type", value("type")),
              line("x509Certificates.primary", primary()),
              line(ENTERPRISE + "employeeNumber", key(ENTERPRISE + "employeeNumber")),
              line(ENTERPRISE + "costCenter", key(ENTERPRISE + "costCenter")),
              line(ENTERPRISE + "organization", key(ENTERPRISE + "organization")),
              line(ENTERPRISE + "division", key(ENTERPRISE + "division")),
              line(ENTERPRISE + "department", key(ENTERPRISE + "department")),
              line(ENTERPRISE + "manager", new Complex(manager())),
              line(
                  ENTERPRISE + "manager.value",
                  new Reference(text(manager() + " ->> 'value'").expression(), "u.manager_id")),
              line(
                  ENTERPRISE + "manager.$ref",
                  text("cast(:base_url as text) || '/Users/' || u.manager_id")),
              line(ENTERPRISE + "manager.displayName", managerName())));

  /** One for each tenant with extensions, made when it is first asked. */
  private static final Map<ResourceType, ResourceMapping> EXTENDED = new ConcurrentHashMap<>();

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

  /** The table of a tenant's users, with the extensions that it has. */
  public static ResourceMapping table(ResourceType type) {
    return type == TABLE.type()
        ? TABLE
        : EXTENDED.computeIfAbsent(type, wider -> TABLE.extended(wider, "u"));
  }

  /**
   * Users as part of a list in any order, or of several types.
   *
   * @param type of the query, as the tenant has it
   */
  public static Source source(ListQuery query, ResourceType type) {
    return new Source(LIST, table(type), query);
  }

  private static Values schemas() {
    return new Values(
        "jsonb_array_elements_text(u.keys -> 'schemas') with ordinality s (urn, position) where"
            + " true",
        text("s.urn"),
        "s.position");
  }

  private static Text key(String member) {
    return text("u.keys ->> '" + member + "'");
  }

  private static Text name(String subAttribute) {
    return text("u.keys -> 'name' ->> '" + subAttribute + "'");
  }

  private static Rows emails() {
    return new Rows(
        "provisioning.user_email v where v.tenant_id = u.tenant_id and v.user_id = u.id",
        "v.position");
  }

  private static Rows values(String attribute) {
    return new Rows(
        "jsonb_array_elements(u.keys -> '"
            + attribute
            + "') with ordinality v (keys, position) where true",
        "v.position");
  }

  private static Text value(String subAttribute) {
    return text("v.keys ->> '" + subAttribute + "'");
  }

  private static Flag primary() {
    return new Flag("cast(v.keys ->> 'primary' as boolean)");
  }

  private static Text groupName() {
    return text(
        "select g.name_key from provisioning.role g"
            + " where g.tenant_id = m.tenant_id and g.id = m.role_id");
  }

  private static String manager() {
    return "u.keys -> '" + ENTERPRISE + "manager'";
  }

  /** As the view user_resource shows it. */
  private static Text managerName() {
    return text(
        "select b.display_name_key from provisioning.scim_user b"
            + " where b.tenant_id = u.tenant_id and b.id = u.manager_id");
  }
}

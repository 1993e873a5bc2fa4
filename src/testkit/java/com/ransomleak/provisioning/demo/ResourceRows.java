package com.ransomleak.provisioning.demo;

/**
 * Inserts many users or roles by SQL where requests would take minutes. The columns are what the
 * entities derive from documents.
 */
public final class ResourceRows {
  private ResourceRows() {}

  /**
   * The statement that inserts users.
   *
   * @param select {@code tenant_id, id, document, keys}, both of type jsonb
   */
  public static String users(String select) {
    return users(select, "");
  }

  /**
   * The same with one more column.
   *
   * @param more the name of the column after a comma; the select has it as its fifth
   */
  public static String users(String select, String more) {
    return """
    insert into provisioning.scim_user (tenant_id, id, version, document, keys, user_name, display_name, display_name_key, search_text, title, active,
      user_name_key, external_id, employee_number, department_key, manager_reference, manager_reference_key%5$s)
    select tenant_id, id, 1, document, keys, coalesce(document ->> 'userName', keys ->> 'userName'), %2$s, %3$s,
      lower(concat_ws(' ', document ->> 'displayName', document ->> 'nickName', keys ->> 'userName', document ->> 'title',
        document #>> '{name,formatted}', document #>> '{name,givenName}', document #>> '{name,middleName}', document #>> '{name,familyName}',
        document #>> '{%1$s,employeeNumber}', (select string_agg(e ->> 'value', ' ') from jsonb_array_elements(document -> 'emails') e))),
      document ->> 'title', (keys ->> 'active')::boolean, keys ->> 'userName', keys ->> 'externalId',
      case when length(keys ->> '%1$s:employeeNumber') <= 256 then keys ->> '%1$s:employeeNumber' end, keys ->> '%1$s:departmentKey',
      case when length(keys #>> '{%1$s:manager,value}') <= 256 then keys #>> '{%1$s:manager,value}' end,
      case when length(keys #>> '{%1$s:manager,value}') <= 256 then keys #>> '{%1$s:manager,valueKey}' end%5$s
    from (%4$s) made (tenant_id, id, document, keys%5$s)
    """
        .formatted(
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            displayName("document"),
            displayName("keys"),
            select,
            more);
  }

  /**
   * The statement that inserts roles.
   *
   * @param select {@code tenant_id, id, document, keys}, both of type jsonb
   */
  public static String roles(String select) {
    return """
    insert into provisioning.role (tenant_id, id, version, document, keys, display_name, name_key, unique_name, external_id)
    select tenant_id, id, 1, document, keys, document ->> 'displayName', keys ->> 'displayName',
      coalesce(keys ->> 'displayNameKey', keys ->> 'displayName'), keys ->> 'externalId'
    from (%s) made (tenant_id, id, document, keys)
    """
        .formatted(select);
  }

  private static String displayName(String json) {
    return """
    coalesce(%1$s ->> 'displayName', %1$s -> 'name' ->> 'formatted',
      nullif(concat_ws(' ', %1$s -> 'name' ->> 'givenName', %1$s -> 'name' ->> 'familyName'), ''), %1$s ->> 'userName', keys ->> 'userName')
    """
        .formatted(json);
  }
}

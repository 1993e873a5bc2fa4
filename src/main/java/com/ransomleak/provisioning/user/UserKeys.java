package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.SearchKeys;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;

/**
 * Computes the search keys of a user: the folded copy of the document, and two keys for departments
 * and managers, which are compared more tolerantly than filters compare values.
 *
 * <pre>{@code
 * {"urn:…:User": {"department":" R&D \t Europe","manager":{"value":"Ada@X"}}}
 *
 * {"urn:…:User:department":" r&d \t europe","urn:…:User:departmentKey":"r&d europe",
 *  "urn:…:User:manager":{"value":"Ada@X","valueKey":"ada@x"}}
 * }</pre>
 */
public final class UserKeys {
  public static final String MANAGER = Schemas.ENTERPRISE_USER + ":manager";
  static final String VALUE_KEY = "valueKey";
  static final String DEPARTMENT_KEY = Schemas.ENTERPRISE_USER + ":departmentKey";
  static final String EMPLOYEE_NUMBER = Schemas.ENTERPRISE_USER + ":employeeNumber";

  private UserKeys() {}

  public static JsonObject of(JsonObject document, ResourceType type) {
    JsonObject keys = SearchKeys.of(document, type);
    JsonObjectBuilder all = ScimJson.object(keys);
    // The value stays as it was sent, but userNames and e-mail addresses have no case.
    if (keys.get(MANAGER) instanceof JsonObject manager
        && manager.get("value") instanceof JsonString value) {
      all.add(
          MANAGER,
          ScimJson.object(manager).add(VALUE_KEY, CaseFold.key(value.getString().strip())));
    }
    UserChange.department(document)
        .map(NameFold::key)
        .filter(key -> !key.isEmpty())
        .ifPresent(key -> all.add(DEPARTMENT_KEY, key));
    return all.build();
  }
}

package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.scim2.common.types.AttributeDefinition;
import com.unboundid.scim2.common.types.EnterpriseUserExtension;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.SchemaResource;
import com.unboundid.scim2.common.types.UserResource;
import com.unboundid.scim2.common.utils.SchemaUtils;
import java.beans.IntrospectionException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Our schemas beside those that Ping's SDK has of RFC 7643: where both know an attribute they agree
 * on it, but for what stands here with its reason.
 */
class SchemasTest {
  /** Attribute and characteristic to what we say instead. */
  private static final Map<String, String> DIFFERENCES =
      Map.ofEntries(
          // Ids and passwords are compared exactly (S-14, U-06).
          Map.entry("User.groups.value caseExact", "false → true"),
          Map.entry("User.password caseExact", "false → true"),
          Map.entry("EnterpriseUser.manager.value caseExact", "false → true"),
          Map.entry("Group.members.value caseExact", "false → true"),
          // Section 8.7.1 of the RFC says false where Ping says true.
          Map.entry("EnterpriseUser.manager.value required", "true → false"),
          Map.entry("EnterpriseUser.manager.$ref required", "true → false"),
          Map.entry("Group.members.value required", "true → false"),
          // We derive them from the resource that is referred to; what a client sends is ignored.
          Map.entry("Group.members.$ref mutability", "immutable → readOnly"),
          Map.entry("Group.members.display mutability", "immutable → readOnly"),
          // A role is linked by its name.
          Map.entry("Group.displayName uniqueness", "none → server"));

  @Test
  @DisplayName("D-05, D-15: attributes are as RFC 7643 section 8.7.1 has them")
  void attributesAreThoseOfTheRfc() throws IntrospectionException {
    Map<String, String> found = new TreeMap<>();
    compare(SchemaUtils.getSchema(UserResource.class), Schemas.user().core(), found);
    compare(
        SchemaUtils.getSchema(EnterpriseUserExtension.class),
        Schemas.user().extensions().get(0),
        found);
    compare(SchemaUtils.getSchema(GroupResource.class), Schemas.group().core(), found);
    assertEquals(new TreeMap<>(DIFFERENCES), found);
  }

  private static void compare(SchemaResource theirs, Schema ours, Map<String, String> found) {
    assertEquals(theirs.getId(), ours.id());
    compare(theirs.getName(), theirs.getAttributes(), ours.attributes(), found);
  }

  private static void compare(
      String place,
      Collection<AttributeDefinition> theirs,
      Collection<Attribute> ours,
      Map<String, String> found) {
    Map<String, AttributeDefinition> byName = new TreeMap<>();
    theirs.forEach(attribute -> byName.put(attribute.getName(), attribute));
    TreeSet<String> names = new TreeSet<>(byName.keySet());
    ours.forEach(attribute -> names.add(attribute.name()));
    for (String name : names) {
      String path = place + "." + name;
      AttributeDefinition their = byName.get(name);
      Attribute our =
          ours.stream().filter(attribute -> attribute.name().equals(name)).findFirst().orElse(null);
      if (their == null || our == null) {
        found.put(path, their == null ? "only ours" : "only theirs");
      } else {
        differ(path, "type", their.getType().getName(), our.type().keyword(), found);
        differ(path, "multiValued", their.isMultiValued(), our.multiValued(), found);
        differ(path, "required", their.isRequired(), our.required(), found);
        differ(
            path, "mutability", their.getMutability().getName(), our.mutability().keyword(), found);
        differ(path, "returned", their.getReturned().getName(), our.returned().keyword(), found);
        differ(
            path, "uniqueness", their.getUniqueness().getName(), our.uniqueness().keyword(), found);
        if (our.type() == Attribute.Type.STRING) {
          differ(path, "caseExact", their.isCaseExact(), our.caseExact(), found);
        }
        compare(
            path,
            their.getSubAttributes() == null ? List.of() : their.getSubAttributes(),
            our.subAttributes(),
            found);
      }
    }
  }

  private static void differ(
      String path, String characteristic, Object theirs, Object ours, Map<String, String> found) {
    if (!theirs.equals(ours)) {
      found.put(path + " " + characteristic, theirs + " → " + ours);
    }
  }
}

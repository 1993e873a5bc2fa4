package com.ransomleak.provisioning.scim.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bulk request may be (RFC 7644 section 3.7). What few exchanges show is in B-bulk.json. */
class BulkRequestTest {
  private final Warnings warnings = new Warnings();

  @Test
  @DisplayName("B-08, B-14: 1,000 operations are read, 1,001 are 413 with words")
  void oneMoreThanTheMostIsTooMany() {
    String delete = "{\"method\":\"DELETE\",\"path\":\"/Users/1\"}";
    assertEquals(
        1_000, parse(String.join(",", Collections.nCopies(1_000, delete))).operations().size());
    ScimException refusal =
        assertThrows(
            ScimException.class, () -> parse(String.join(",", Collections.nCopies(1_001, delete))));
    assertEquals(413, refusal.status());
    assertTrue(refusal.detail().contains("1000"), refusal::detail);
  }

  @Test
  @DisplayName("B-02: a method in another case is a tolerance")
  void aMethodInAnotherCaseIsNoted() {
    BulkOperation operation =
        parse("{\"method\":\" delete\",\"path\":\"/Users/1\"}").operations().get(0);
    assertEquals("DELETE", operation.method());
    assertEquals(Set.of(WarningType.METHOD_CASE), warnings.used().keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Users/../Groups/1",
        "/../Users/1",
        "/Users/..",
        "/Users/.",
        "/Users/1?attributes=id",
        "/Users/1#a",
        "/Users/%31",
        "/Users/1\\\\2",
        "/Users/1/2",
        "//Users/1",
        "/Users//1",
        "Users/1",
        "http://localhost/scim/v2/Users/1",
        "/Users/bulkId:",
        "/Users/bulkId:a/b",
        "/Users/bulkId:%2e%2e",
        "/Users/a b",
        "/Users/ä",
        ""
      })
  @DisplayName("B-11: a path is /{endpoint}/{id} and nothing else")
  void aPathIsAnEndpointAndAnId(String path) {
    ScimException error =
        parse("{\"method\":\"DELETE\",\"path\":\"" + path + "\"}")
            .operations()
            .get(0)
            .error()
            .orElseThrow();
    assertEquals(400, error.status());
    assertTrue(error.detail().startsWith("path "), error::detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "019a20a9-5c07-71ae-a5af-68a55c927e71", "bulkId:a b", "BULKID:..", "a.b~c_d"})
  @DisplayName("B-05: an id, or the bulkId of a new resource, whatever that is")
  void aPathLeadsToAnIdOrBulkId(String target) {
    BulkOperation operation =
        parse("{\"method\":\"DELETE\",\"path\":\"/Users/" + target + "\"}").operations().get(0);
    assertTrue(operation.error().isEmpty(), () -> operation.error().toString());
    assertEquals(target, operation.target());
  }

  private BulkRequest parse(String operations) {
    String body =
        "{\"schemas\":[\"%s\"],\"Operations\":[%s]}".formatted(BulkRequest.URN, operations);
    return BulkRequest.parse(ScimJson.parse(body.getBytes(StandardCharsets.UTF_8)), warnings);
  }
}

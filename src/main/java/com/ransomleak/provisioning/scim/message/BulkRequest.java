package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Several operations in one request (RFC 7644 section 3.7):
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":1,
 *  "Operations":[
 *    {"method":"POST","path":"/Users","bulkId":"ada","data":{…}},
 *    {"method":"PATCH","path":"/Groups/2819…","version":"W/\"3\"","data":{…,"value":"bulkId:ada"}}]}
 * }</pre>
 *
 * What is wrong with a single operation is that operation's flaw and harms no other (B-02, B-03);
 * only what makes the message itself ambiguous refuses the whole.
 *
 * @param failOnErrors after how many errors the rest is not carried out; empty for never (B-04)
 */
public record BulkRequest(List<BulkOperation> operations, OptionalInt failOnErrors) {
  public static final String URN = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

  /** The most operations in one request (B-08, B-14). */
  public static final int MAX_OPERATIONS = 1_000;

  /** The most bytes of one request; whoever reads the body keeps it (B-08, B-14). */
  public static final int MAX_PAYLOAD_SIZE = 1024 * 1024;

  /**
   * Reads a message.
   *
   * @throws ScimException invalidSyntax for a malformed message, invalidValue for a bulkId given
   *     twice or a wrong failOnErrors; 413 for more than {@value #MAX_OPERATIONS} operations
   */
  public static BulkRequest parse(JsonObject body, Tolerances tolerances) {
    checkSchemas(body, tolerances);
    OptionalInt failOnErrors = failOnErrors(body, tolerances);
    if (!(ScimJson.member(body, "Operations").orElse(JsonValue.NULL) instanceof JsonArray array)) {
      throw ScimException.invalidSyntax("A bulk request needs a list of Operations.");
    }
    if (array.size() > MAX_OPERATIONS) {
      throw new ScimException(
          413,
          null,
          "The request has "
              + array.size()
              + " operations, more than the "
              + MAX_OPERATIONS
              + " of maxOperations; nothing was carried out. Split the request.");
    }
    if (array.isEmpty()) {
      tolerances.record(Tolerance.EMPTY_OPERATIONS, "BulkRequest");
    }
    List<BulkOperation> operations = new ArrayList<>(array.size());
    for (JsonValue item : array) {
      if (!(item instanceof JsonObject operation)) {
        throw ScimException.invalidSyntax("Each of the Operations must be an object.");
      }
      operations.add(BulkOperation.of(operation, tolerances));
    }
    checkBulkIds(operations);
    return new BulkRequest(List.copyOf(operations), failOnErrors);
  }

  private static void checkSchemas(JsonObject body, Tolerances tolerances) {
    JsonValue schemas = ScimJson.member(body, "schemas").orElse(JsonValue.NULL);
    if (schemas == JsonValue.NULL) {
      tolerances.record(Tolerance.MISSING_SCHEMAS, URN);
      return;
    }
    boolean named =
        schemas instanceof JsonArray list
            && list.stream()
                .anyMatch(
                    urn ->
                        urn instanceof JsonString text && text.getString().equalsIgnoreCase(URN));
    if (!named) {
      throw ScimException.invalidSyntax("schemas must list " + URN + ".");
    }
  }

  /** No limit where it is absent or, outside strict mode, 0, which clients send for none. */
  private static OptionalInt failOnErrors(JsonObject body, Tolerances tolerances) {
    JsonValue value = ScimJson.member(body, "failOnErrors").orElse(JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return OptionalInt.empty();
    }
    if (value instanceof JsonNumber number && number.bigDecimalValue().signum() == 0) {
      tolerances.record(Tolerance.ZERO_FAIL_ON_ERRORS, "failOnErrors");
      return OptionalInt.empty();
    }
    if (value instanceof JsonNumber number
        && number.isIntegral()
        && number.bigIntegerValue().signum() > 0) {
      return OptionalInt.of(
          number.bigIntegerValue().bitLength() < 32 ? number.intValue() : Integer.MAX_VALUE);
    }
    throw ScimException.invalidValue(
        "failOnErrors must be a whole number of at least 1: after so many errors the rest is not"
            + " carried out. Leave it out to carry out everything.");
  }

  private static void checkBulkIds(List<BulkOperation> operations) {
    Set<String> seen = new HashSet<>();
    for (BulkOperation operation : operations) {
      if (operation.bulkId() != null && !seen.add(operation.bulkId())) {
        throw ScimException.invalidValue(
            "bulkId "
                + ScimJson.excerpt(operation.bulkId())
                + " is given to several operations, so nobody could tell which one a reference"
                + " means; nothing was carried out. Give each operation its own.");
      }
    }
  }
}

package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
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
 * An invalid operation has an error and does not affect the others (B-02, B-03). The whole request
 * is rejected only when the message itself is ambiguous.
 *
 * @param failOnErrors the number of errors after which the rest is not executed; empty for no limit
 *     (B-04)
 */
public record BulkRequest(List<BulkOperation> operations, OptionalInt failOnErrors) {
  public static final String URN = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
  public static final int MAX_OPERATIONS = 1_000;

  /** In bytes. The code that reads the body enforces it (B-08, B-14). */
  public static final int MAX_PAYLOAD_SIZE = 1024 * 1024;

  /**
   * Reads a message.
   *
   * @throws ScimException invalidSyntax for a malformed message, invalidValue for a bulkId given
   *     twice or a wrong failOnErrors; 413 for more than {@value #MAX_OPERATIONS} operations
   */
  public static BulkRequest parse(JsonObject body, Warnings warnings) {
    if (ScimJson.member(body, "schemas").orElse(JsonValue.NULL) == JsonValue.NULL) {
      warnings.add(WarningType.MISSING_SCHEMAS, URN);
    } else {
      ScimJson.requireSchema(body, URN);
    }
    OptionalInt failOnErrors = failOnErrors(body, warnings);
    if (!(ScimJson.member(body, "Operations").orElse(JsonValue.NULL) instanceof JsonArray array)) {
      throw ScimException.invalidSyntax("A bulk request needs a list of Operations.");
    }
    if (array.size() > MAX_OPERATIONS) {
      throw new ScimException(
          413,
          "The request has "
              + array.size()
              + " operations, more than the "
              + MAX_OPERATIONS
              + " of maxOperations; nothing was carried out. Split the request.");
    }
    if (array.isEmpty()) {
      warnings.add(WarningType.EMPTY_OPERATIONS, "BulkRequest");
    }
    List<BulkOperation> operations = new ArrayList<>(array.size());
    Set<String> bulkIds = new HashSet<>();
    for (JsonValue item : array) {
      if (!(item instanceof JsonObject operation)) {
        throw ScimException.invalidSyntax("Each of the Operations must be an object.");
      }
      operations.add(BulkOperation.of(operation, warnings));
      requireUnique(operations.get(operations.size() - 1).bulkId(), bulkIds);
    }
    return new BulkRequest(List.copyOf(operations), failOnErrors);
  }

  /** Clients send 0 for no limit, which strict mode rejects. */
  private static OptionalInt failOnErrors(JsonObject body, Warnings warnings) {
    JsonValue value = ScimJson.member(body, "failOnErrors").orElse(JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return OptionalInt.empty();
    }
    if (value instanceof JsonNumber number && number.bigDecimalValue().signum() == 0) {
      warnings.add(WarningType.ZERO_FAIL_ON_ERRORS, "failOnErrors");
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

  private static void requireUnique(String bulkId, Set<String> bulkIds) {
    if (bulkId != null && !bulkIds.add(bulkId)) {
      throw ScimException.invalidValue(
          "bulkId "
              + ScimJson.excerpt(bulkId)
              + " is given to several operations, so references to it are ambiguous; nothing was"
              + " carried out. Give each operation its own.");
    }
  }
}

package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * The results of the operations of a bulk request (RFC 7644 section 3.7.3):
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],"Operations":[
 *   {"method":"POST","bulkId":"ada","location":"https://…/Users/92b7…","version":"W/\"1\"","status":"201"},
 *   {"method":"POST","bulkId":"bob","status":"409","response":{…an Error…}}]}
 * }</pre>
 */
public final class BulkResponse {
  private static final String URN = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

  private BulkResponse() {}

  /**
   * The result of one operation. It has no resource, so that a thousand results stay small (B-07).
   *
   * @param bulkId as it was sent, or null
   * @param location the resource; null after a failed POST, or for an invalid path
   * @param version the ETag after success, or null
   * @param refusal the error, or null
   */
  public record Result(
      String method,
      String bulkId,
      String location,
      String version,
      int status,
      ScimException refusal) {

    public boolean isRefused() {
      return refusal != null;
    }

    private JsonObject json() {
      JsonObjectBuilder json = ScimJson.object();
      add(json, "method", method);
      add(json, "bulkId", bulkId);
      add(json, "location", location);
      add(json, "version", version);
      // A string, as in all examples of the RFC.
      json.add("status", Integer.toString(status));
      if (isRefused()) {
        json.add("response", ErrorResponse.of(refusal));
      }
      return json.build();
    }

    private static void add(JsonObjectBuilder json, String name, String value) {
      if (value != null) {
        json.add(name, value);
      }
    }
  }

  /** The message as JSON text. */
  public static String text(List<Result> results) {
    JsonArrayBuilder operations = ScimJson.array();
    results.forEach(result -> operations.add(result.json()));
    return ScimJson.write(
        ScimJson.object()
            .add("schemas", ScimJson.array().add(URN))
            .add("Operations", operations)
            .build());
  }
}

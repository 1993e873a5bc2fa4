package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * The error message of RFC 7644 section 3.12 (ER-01). The status is a string, and {@code scimType}
 * is left out when the RFC has none:
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],
 *  "status":"409","scimType":"uniqueness","detail":"…"}
 * }</pre>
 */
public final class ErrorResponse {
  private static final String URN = "urn:ietf:params:scim:api:messages:2.0:Error";

  private ErrorResponse() {}

  public static JsonObject of(ScimException error) {
    JsonObjectBuilder json =
        ScimJson.object()
            .add("schemas", ScimJson.array().add(URN))
            .add("status", Integer.toString(error.status()));
    error.type().ifPresent(type -> json.add("scimType", type.keyword()));
    return json.add("detail", error.detail()).build();
  }

  public static String text(ScimException error) {
    return ScimJson.write(of(error));
  }
}

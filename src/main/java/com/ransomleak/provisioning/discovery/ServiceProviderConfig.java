package com.ransomleak.provisioning.discovery;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.store.ListQuery;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The features of this service (RFC 7643 section 5, D-02). */
final class ServiceProviderConfig {
  private ServiceProviderConfig() {}

  static JsonObject document() {
    return ScimJson.object()
        .add(
            "schemas",
            ScimJson.array().add("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"))
        .add("patch", supported(true))
        .add(
            "bulk",
            supported(true)
                .add("maxOperations", BulkRequest.MAX_OPERATIONS)
                .add("maxPayloadSize", BulkRequest.MAX_PAYLOAD_SIZE))
        .add("filter", supported(true).add("maxResults", ListQuery.MAX_COUNT))
        .add("changePassword", supported(false))
        .add("sort", supported(true))
        .add("etag", supported(true))
        .add(
            "pagination",
            ScimJson.object()
                .add("cursor", true)
                .add("index", true)
                .add("defaultPaginationMethod", "index")
                .add("defaultPageSize", ListQuery.DEFAULT_COUNT)
                .add("maxPageSize", ListQuery.MAX_COUNT)
                .add("cursorTimeout", ListQuery.CURSOR_LIFETIME.toSeconds()))
        .add(
            "authenticationSchemes",
            ScimJson.array()
                .add(
                    ScimJson.object()
                        .add("type", "oauthbearertoken")
                        .add("name", "API token")
                        .add(
                            "description",
                            "The tenant's SCIM token as a bearer token: Authorization: Bearer"
                                + " <token>")
                        .add("specUri", "https://www.rfc-editor.org/info/rfc6750")
                        .add("primary", true)))
        .add("meta", ScimJson.object().add("resourceType", "ServiceProviderConfig"))
        .build();
  }

  private static JsonObjectBuilder supported(boolean supported) {
    return ScimJson.object().add("supported", supported);
  }
}

/**
 * What identity providers send instead of what the RFCs say. Each accepted deviation records a
 * {@link com.ransomleak.provisioning.scim.WarningType}. This package repairs a request when the
 * request alone is enough. {@code scim.schema.ValueReader} repairs single values; {@code
 * scim.patch} repairs what depends on the stored document. The left column is what the client
 * sends, the right column is what it should send.
 *
 * <h2>Okta</h2>
 *
 * <pre>{@code
 * {"op":"replace","value":{"id":"42","displayName":"N"}}  {"op":"replace","value":{"displayName":"N"}}
 *   READ_ONLY_REPEATED (a group push repeats the id)
 * "manager":{"value":"E-1","displayName":"Ada"}           "manager":{"value":"E-1"}
 *   READ_ONLY_SUB_ATTRIBUTE_IGNORED (in a PATCH)
 * "members":[{"value":"of a user who is gone"}]           "members":[]
 *   UNKNOWN_MEMBER_SKIPPED (Okta does not retry after a 400)
 * "urn:okta:app:1.0:user:custom":{"badge":"7"}            a schema that is configured here
 *   UNKNOWN_SCHEMA_KEPT
 * Authorization: <token>                                  Authorization: Bearer <token>
 *   BARE_TOKEN
 * Authorization: Bearer Bearer <token>                    Authorization: Bearer <token>
 *   DOUBLED_BEARER
 * }</pre>
 *
 * <h2>Microsoft Entra</h2>
 *
 * <pre>{@code
 * {"op":"Add","path":"title","value":"x"}                 {"op":"add","path":"title","value":"x"}
 *   OPERATION_CASE
 * "active":"False"                                        "active":false
 *   BOOLEAN_AS_STRING
 * "manager":"E-1"                                         "manager":{"value":"E-1"}
 *   STRING_FOR_COMPLEX
 * "manager":[{"value":"E-1"}]                             "manager":{"value":"E-1"}
 *   LIST_FOR_SINGLE_VALUE
 * "manager":[]                                            "manager":null
 *   EMPTY_VALUE_OF_WRONG_TYPE
 * "value":{"name.givenName":"Bob"}                        "value":{"name":{"givenName":"Bob"}}
 *   PATH_AS_KEY
 * "path":"urn:…:enterprise:2.0:User.department"           "path":"urn:…:enterprise:2.0:User:department"
 *   DOTTED_SCHEMA_URN (jobs of 2018)
 * {"op":"remove","path":"members","value":[{"value":"7"}]}  {"op":"remove","path":"members[value eq \"7\"]"}
 *   REMOVE_WITH_VALUE (the RFC ignores the value and removes all members)
 * {"op":"replace","path":"emails[type eq \"work\"].value", …}  {"op":"add","path":"emails","value":[…]}
 *   FILTERED_TARGET_CREATED (when there is no such e-mail address)
 * "members":[{"value":"8","type":"Group"}]                the users of the inner group
 *   GROUP_MEMBER_SKIPPED
 * "schemas":["http://schemas.microsoft.com/…/Group", …]   without that URN
 *   UNKNOWN_ATTRIBUTE_DROPPED
 * }</pre>
 *
 * <h2>OneLogin</h2>
 *
 * <pre>{@code
 * "emails":{"value":"a@x"}                                "emails":[{"value":"a@x"}]
 *   SINGLE_VALUE_FOR_LIST
 * }</pre>
 *
 * <h2>JumpCloud and authentik</h2>
 *
 * <pre>{@code
 * {"op":"remove","path":"members","value":[{"value":"7"}]}  {"op":"remove","path":"members[value eq \"7\"]"}
 *   REMOVE_WITH_VALUE
 * }</pre>
 *
 * <h2>scim-for-keycloak</h2>
 *
 * <pre>{@code
 * {"op":"replace","value":"{\"active\":false}"}           {"op":"replace","value":{"active":false}}
 *   JSON_IN_STRING
 * }</pre>
 *
 * <h2>Other clients and scripts</h2>
 *
 * <pre>{@code
 * {"Operations":[…]}                                      {"schemas":["…:PatchOp"],"Operations":[…]}
 *   MISSING_SCHEMAS
 * no Content-Type                                         Content-Type: application/scim+json
 *   MISSING_CONTENT_TYPE
 * "title":1                                               "title":"1"
 *   SCALAR_AS_STRING
 * "count":"10"                                            "count":10
 *   NUMBER_AS_STRING (in a SearchRequest)
 * "emails":[{"value":"a@x"},{"value":"a@x"}]              "emails":[{"value":"a@x"}]
 *   DUPLICATE_VALUE_DROPPED
 * "emails":[{"type":"work"}]                              "emails":[]
 *   EMPTY_ELEMENT_DROPPED
 * two values with "primary":true                          one
 *   SECOND_PRIMARY_CLEARED
 * {"op":"replace","path":"members","value":""}            {"op":"replace","path":"members","value":[]}
 *   EMPTYING_IGNORED (often a variable without a value, so the members stay)
 * {"op":"remove","path":"members"}                        correct, but recorded
 *   ALL_MEMBERS_REMOVED
 * {"op":"remove","path":"title"} without a title          correct, but recorded
 *   REMOVED_NOTHING
 * "Operations":[]                                         at least one operation
 *   EMPTY_OPERATIONS
 * "method":"post"                                         "method":"POST"
 *   METHOD_CASE (in a BulkRequest)
 * "failOnErrors":0                                        without failOnErrors
 *   ZERO_FAIL_ON_ERRORS
 * }</pre>
 *
 * <p>May import: {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.quirks.ClientQuirks}.
 */
package com.ransomleak.provisioning.quirks;

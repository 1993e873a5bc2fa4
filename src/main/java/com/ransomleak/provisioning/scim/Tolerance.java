package com.ransomleak.provisioning.scim;

/**
 * The deviations of clients that we accept, by name. Each one used is recorded with the exchange,
 * so that an admin can see it and an auditor can ask for it to be refused.
 */
public enum Tolerance {
  /** {@code Authorization: <token>} without a scheme (T-04). */
  BARE_TOKEN,
  /** {@code Authorization: Bearer Bearer <token>} (T-04). */
  DOUBLED_BEARER,
  /** A body without a Content-Type, read as {@code application/scim+json}. */
  MISSING_CONTENT_TYPE,
  /** A body, SearchRequest, BulkRequest or PatchOp without its {@code schemas} (M-01). */
  MISSING_SCHEMAS,
  /** An attribute no schema knows: not stored (S-28, §Dec-7). */
  UNKNOWN_ATTRIBUTE_DROPPED,
  /**
   * A schema URN this service does not know: its data is kept and given back, but not searchable
   * (§Dec-7).
   */
  UNKNOWN_SCHEMA_KEPT,
  /** {@code "True"} or {@code "False"} for a boolean (S-23, §Dec-13). */
  BOOLEAN_AS_STRING,
  /** A number or boolean for a string attribute, stored as its text. */
  SCALAR_AS_STRING,
  /** One object where a list belongs (OneLogin e-mails). */
  SINGLE_VALUE_FOR_LIST,
  /** A list of one where a single value belongs (Entra's manager). */
  LIST_FOR_SINGLE_VALUE,
  /** A bare string where an object with {@code value} belongs (Entra's manager, U-14). */
  STRING_FOR_COMPLEX,
  /** An element given twice with the same type and value: kept once (S-08). */
  DUPLICATE_VALUE_DROPPED,
  /** An element of a list that says nothing but its type: not stored. */
  EMPTY_ELEMENT_DROPPED,
  /** More than one primary: the last one counts (S-07). */
  SECOND_PRIMARY_CLEARED,
  /** A read-only attribute repeated in a PATCH with the value it has (M-30). */
  READ_ONLY_REPEATED,
  /**
   * A read-only sub-attribute inside a value of a PATCH, not applied ({@code manager.displayName}).
   */
  READ_ONLY_SUB_ATTRIBUTE_IGNORED,
  /** {@code "op":"Add"} in any case (M-03). */
  OPERATION_CASE,
  /** {@code "method":"post"} in a bulk request, in any case (B-02). */
  METHOD_CASE,
  /** A PATCH operation without a path (§Dec-1). */
  PATHLESS_OPERATION,
  /** Dotted, URN-qualified or filtered keys in the value of a path-less operation (M-29). */
  PATH_AS_KEY,
  /** A PATCH value that is a JSON document inside a string (scim-for-keycloak, M-30). */
  JSON_IN_STRING,
  /** A PATCH or bulk request without operations (§Dec-14). */
  EMPTY_OPERATIONS,
  /** {@code remove} with a path and a list of values: only those are removed (M-27). */
  REMOVE_WITH_VALUE,
  /** {@code replace} of a filtered element that is not there: created (§Dec-8). */
  FILTERED_TARGET_CREATED,
  /** Dots instead of colons before an extension attribute (old Entra jobs). */
  DOTTED_SCHEMA_URN,
  /** A member id that is no user of this tenant: skipped, the others applied (§Dec-19). */
  UNKNOWN_MEMBER_SKIPPED,
  /** A removal that matched nothing (§Dec-20). */
  REMOVED_NOTHING,
  /** {@code remove members} without a filter: all members went (§Dec-6). */
  ALL_MEMBERS_REMOVED
}

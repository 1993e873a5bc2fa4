package com.ransomleak.provisioning.scim;

import java.util.Optional;

/**
 * The deviations from the RFCs that the service accepts. Administrators see them with the request
 * in the activity. Strict mode rejects those that the RFCs forbid, with the text given here. The
 * package {@code quirks} shows the payloads.
 */
public enum WarningType {
  /** {@code Authorization: <token>} without a scheme (T-04). */
  BARE_TOKEN,
  /** {@code Authorization: Bearer Bearer <token>} (T-04). */
  DOUBLED_BEARER,
  /** A body without a Content-Type, read as {@code application/scim+json}. */
  MISSING_CONTENT_TYPE(
      ScimType.INVALID_SYNTAX, "{} came without a Content-Type; send application/scim+json."),
  /** A body, SearchRequest, BulkRequest or PatchOp without its {@code schemas} (M-01). */
  MISSING_SCHEMAS(ScimType.INVALID_SYNTAX, "schemas does not name {}; add it."),
  /** An attribute that is in no schema is not stored (S-28, Dec-7). */
  UNKNOWN_ATTRIBUTE_DROPPED(
      ScimType.INVALID_SYNTAX,
      "{} is in no schema here and would not be stored; leave it out. /Schemas lists what there"
          + " is."),
  /** Data of an unknown schema is stored and returned, but not searchable (Dec-7). */
  UNKNOWN_SCHEMA_KEPT(
      ScimType.INVALID_SYNTAX,
      "{} is not a schema of this service; leave its data out, or have the schema configured"
          + " here."),
  /** {@code "True"} or {@code "False"} for a boolean (S-23, Dec-13). */
  BOOLEAN_AS_STRING(ScimType.INVALID_VALUE, "{} is a boolean; send true or false without quotes."),
  /** A number or boolean for a string attribute, stored as text. */
  SCALAR_AS_STRING(ScimType.INVALID_VALUE, "{} is text; put its value in double quotes."),
  /** {@code "count":"10"} in a SearchRequest. */
  NUMBER_AS_STRING(ScimType.INVALID_VALUE, "{} is a number; send it without quotes."),
  /** One object instead of a list (e-mails of OneLogin). */
  SINGLE_VALUE_FOR_LIST(ScimType.INVALID_VALUE, "{} has several values; send them in a list."),
  /** A list of one instead of a single value (Entra's manager). */
  LIST_FOR_SINGLE_VALUE(
      ScimType.INVALID_VALUE, "{}: one value belongs here; send it without a list around it."),
  /**
   * An empty text, list or object of the wrong type, read as no value: {@code ""} for a boolean.
   */
  EMPTY_VALUE_OF_WRONG_TYPE(
      ScimType.INVALID_VALUE,
      "{} has an empty value of the wrong type; leave it out, or send null."),
  /** Null or an empty text or object as the members of a group does not remove them. */
  EMPTYING_IGNORED(
      ScimType.INVALID_VALUE, "{}: only an empty list removes all; send [], or leave it out."),
  /** A string instead of an object with {@code value} (Entra's manager, U-14). */
  STRING_FOR_COMPLEX(
      ScimType.INVALID_VALUE, "{} is complex; send an object of its sub-attributes."),
  /** An element with the same type and value as another is stored once (S-08). */
  DUPLICATE_VALUE_DROPPED,
  /** An element without content besides its type is not stored. */
  EMPTY_ELEMENT_DROPPED(
      ScimType.INVALID_VALUE, "{} has an element without a value; leave that element out."),
  /** The last of several primary elements counts (S-07). */
  SECOND_PRIMARY_CLEARED(ScimType.INVALID_VALUE, "{} has more than one primary value; mark one."),
  /**
   * A read-only attribute in a PATCH without path is ignored; the id must be the right one (M-30).
   */
  READ_ONLY_REPEATED(ScimType.MUTABILITY, "{} is read-only; leave it out of the request."),
  /** A read-only sub-attribute in a PATCH is ignored ({@code manager.displayName}). */
  READ_ONLY_SUB_ATTRIBUTE_IGNORED(
      ScimType.MUTABILITY, "{} is read-only; leave it out of the request."),
  /** {@code "op":"Add"} (M-03). */
  OPERATION_CASE(ScimType.INVALID_SYNTAX, "op must be written {}, in lower case."),
  /** {@code "method":"post"} in a bulk request (B-02). */
  METHOD_CASE(ScimType.INVALID_SYNTAX, "method must be written {}, in capitals."),
  /** Dotted, URN-qualified or filtered keys in the value of a path-less operation (M-29). */
  PATH_AS_KEY(
      ScimType.INVALID_SYNTAX,
      "{} has the wrong name; put it into the object of its attribute or extension."),
  /** A PATCH value that is a JSON document inside a string (scim-for-keycloak, M-30). */
  JSON_IN_STRING(ScimType.INVALID_VALUE, "{} is JSON inside a string; send the object itself."),
  /** A PATCH or bulk request without operations (Dec-14). */
  EMPTY_OPERATIONS(ScimType.INVALID_SYNTAX, "There are no Operations for {}; send at least one."),
  /** {@code "failOnErrors":0} in a bulk request, taken as no limit. */
  ZERO_FAIL_ON_ERRORS(
      ScimType.INVALID_VALUE, "{} must be at least 1; leave it out to carry out everything."),
  /** {@code remove} with a path and a list of values removes only these (M-27). */
  REMOVE_WITH_VALUE(
      ScimType.INVALID_SYNTAX,
      "remove takes no value; select from {} with a filter in path, such as {}[value eq"
          + " \"…\"]."),
  /** {@code replace} of a filtered element that does not exist creates it (Dec-8). */
  FILTERED_TARGET_CREATED(
      ScimType.NO_TARGET, "{} selects nothing; add the value instead of replacing it."),
  /** Dots instead of colons before an extension attribute (old Entra jobs). */
  DOTTED_SCHEMA_URN(
      ScimType.INVALID_PATH, "{} is written with a dot after its URN; write a colon there."),
  /** A group as a member of a group is skipped; the users are applied (U-18). */
  GROUP_MEMBER_SKIPPED(
      ScimType.INVALID_VALUE,
      "{}: a group cannot be a member of a group here; send the people of the inner group"
          + " instead."),
  /** A member that is not a user of the tenant is skipped; the others are applied (Dec-19). */
  UNKNOWN_MEMBER_SKIPPED(
      ScimType.INVALID_VALUE,
      "members: {} is not a user of this tenant; create the user first, or leave the member out."),
  /** A removal that matched nothing is a success in RFC 7644, so this is a note (Dec-20). */
  REMOVED_NOTHING(true),
  /** {@code remove members} without a filter follows RFC 7644, so this is a note (Dec-6). */
  ALL_MEMBERS_REMOVED(true);

  private static final String STRICT_MODE = " (This tenant is in strict mode.)";
  private static final int MAX_SUBJECT_LENGTH = 200;

  private final ScimType keyword;
  private final String rejection;
  private final boolean note;

  /** Strict mode accepts it too: the RFCs leave it to the server, or nothing stored changes. */
  WarningType() {
    this(false);
  }

  WarningType(boolean note) {
    this(null, null, note);
  }

  /** Strict mode rejects it with reason and remedy; {@code {}} is the subject. */
  WarningType(ScimType keyword, String rejection) {
    this(keyword, rejection, false);
  }

  WarningType(ScimType keyword, String rejection, boolean note) {
    this.keyword = keyword;
    this.rejection = rejection;
    this.note = note;
  }

  /** Whether the RFCs allow this, so that it is not a deviation but a consequence to know of. */
  public boolean isNote() {
    return note;
  }

  /** The error in strict mode; empty when strict mode accepts this. */
  public Optional<ScimException> strictError(String subject) {
    return Optional.ofNullable(rejection)
        .map(
            text ->
                text.replace("{}", Shortened.excerpt(MAX_SUBJECT_LENGTH, subject)) + STRICT_MODE)
        .map(detail -> new ScimException(400, keyword, detail));
  }
}

package com.ransomleak.provisioning.scim;

import java.util.Collection;
import java.util.Optional;

/**
 * The deviations of clients that we accept, by name. Each one used is recorded with the exchange,
 * so that an admin can see it (what the RFCs allow only as a note); and each says what a tenant in
 * strict mode answers instead, where the RFCs forbid it.
 */
public enum Tolerance {
  /** {@code Authorization: <token>} without a scheme (T-04). */
  BARE_TOKEN,
  /** {@code Authorization: Bearer Bearer <token>} (T-04). */
  DOUBLED_BEARER,
  /** A body without a Content-Type, read as {@code application/scim+json}. */
  MISSING_CONTENT_TYPE(
      ScimType.INVALID_SYNTAX, "{} came without a Content-Type; send application/scim+json."),
  /** A body, SearchRequest, BulkRequest or PatchOp without its {@code schemas} (M-01). */
  MISSING_SCHEMAS(ScimType.INVALID_SYNTAX, "schemas does not name {}; add it."),
  /** An attribute no schema knows: not stored (S-28, §Dec-7). */
  UNKNOWN_ATTRIBUTE_DROPPED(
      ScimType.INVALID_SYNTAX,
      "{} is in no schema here and would not be stored; leave it out. /Schemas lists what there"
          + " is."),
  /**
   * A schema URN this service does not know: its data is kept and given back, but not searchable
   * (§Dec-7).
   */
  UNKNOWN_SCHEMA_KEPT(
      ScimType.INVALID_SYNTAX,
      "{} is no schema of this service; leave its data out, or have the schema configured"
          + " here."),
  /** {@code "True"} or {@code "False"} for a boolean (S-23, §Dec-13). */
  BOOLEAN_AS_STRING(ScimType.INVALID_VALUE, "{} is a boolean; send true or false without quotes."),
  /** A number or boolean for a string attribute, stored as its text. */
  SCALAR_AS_STRING(ScimType.INVALID_VALUE, "{} is text; put its value in double quotes."),
  /** {@code "count":"10"} in a SearchRequest. */
  NUMBER_AS_STRING(ScimType.INVALID_VALUE, "{} is a number; send it without quotes."),
  /** One object where a list belongs (OneLogin e-mails). */
  SINGLE_VALUE_FOR_LIST(ScimType.INVALID_VALUE, "{} has several values; send them in a list."),
  /** A list of one where a single value belongs (Entra's manager). */
  LIST_FOR_SINGLE_VALUE(
      ScimType.INVALID_VALUE, "{}: one value belongs here; send it without a list around it."),
  /**
   * An empty text, list or object where a value of another type belongs, taken as no value: {@code
   * ""} for a boolean, {@code []} for a single value.
   */
  EMPTY_VALUE_OF_WRONG_TYPE(
      ScimType.INVALID_VALUE,
      "{} has an empty value of the wrong type; leave it out, or send null."),
  /** Null or an empty text or object as the members of a group: the members stay. */
  EMPTYING_IGNORED(
      ScimType.INVALID_VALUE, "{}: only an empty list removes all; send [], or leave it out."),
  /** A bare string where an object with {@code value} belongs (Entra's manager, U-14). */
  STRING_FOR_COMPLEX(
      ScimType.INVALID_VALUE, "{} is complex; send an object of its sub-attributes."),
  /** An element given twice with the same type and value: kept once (S-08). */
  DUPLICATE_VALUE_DROPPED,
  /** An element of a list that says nothing but its type: not stored. */
  EMPTY_ELEMENT_DROPPED(
      ScimType.INVALID_VALUE, "{} has an element without a value; leave that element out."),
  /** More than one primary: the last one counts (S-07). */
  SECOND_PRIMARY_CLEARED(ScimType.INVALID_VALUE, "{} has more than one primary value; mark one."),
  /**
   * A read-only attribute in the value of a PATCH without path, not applied; the id only with the
   * value that it has (M-30).
   */
  READ_ONLY_REPEATED(ScimType.MUTABILITY, "{} is read-only; leave it out of the request."),
  /**
   * A read-only sub-attribute inside a value of a PATCH, not applied ({@code manager.displayName}).
   */
  READ_ONLY_SUB_ATTRIBUTE_IGNORED(
      ScimType.MUTABILITY, "{} is read-only; leave it out of the request."),
  /** {@code "op":"Add"} in any case (M-03). */
  OPERATION_CASE(ScimType.INVALID_SYNTAX, "op must be written {}, in lower case."),
  /** {@code "method":"post"} in a bulk request, in any case (B-02). */
  METHOD_CASE(ScimType.INVALID_SYNTAX, "method must be written {}, in capitals."),
  /** Dotted, URN-qualified or filtered keys in the value of a path-less operation (M-29). */
  PATH_AS_KEY(
      ScimType.INVALID_SYNTAX,
      "{} stands under the wrong name; put it into the object of its attribute or extension."),
  /** A PATCH value that is a JSON document inside a string (scim-for-keycloak, M-30). */
  JSON_IN_STRING(ScimType.INVALID_VALUE, "{} is JSON inside a string; send the object itself."),
  /** A PATCH or bulk request without operations (§Dec-14). */
  EMPTY_OPERATIONS(ScimType.INVALID_SYNTAX, "There are no Operations for {}; send at least one."),
  /** {@code "failOnErrors":0} in a bulk request, taken as no limit. */
  ZERO_FAIL_ON_ERRORS(
      ScimType.INVALID_VALUE, "{} must be at least 1; leave it out to carry out everything."),
  /** {@code remove} with a path and a list of values: only those are removed (M-27). */
  REMOVE_WITH_VALUE(
      ScimType.INVALID_SYNTAX,
      "remove takes no value; select from {} with a filter in path, such as {}[value eq"
          + " \"…\"]."),
  /** {@code replace} of a filtered element that is not there: created (§Dec-8). */
  FILTERED_TARGET_CREATED(
      ScimType.NO_TARGET, "{} selects nothing; add the value instead of replacing it."),
  /** Dots instead of colons before an extension attribute (old Entra jobs). */
  DOTTED_SCHEMA_URN(
      ScimType.INVALID_PATH, "{} is written with a dot after its URN; write a colon there."),
  /** A group as a member of a group: skipped, the people applied (U-18). */
  GROUP_MEMBER_SKIPPED(
      ScimType.INVALID_VALUE,
      "{}: a group cannot be a member of a group here; send the people of the inner group"
          + " instead."),
  /** A member id that is no user of this tenant: skipped, the others applied (§Dec-19). */
  UNKNOWN_MEMBER_SKIPPED(
      ScimType.INVALID_VALUE,
      "members: {} is no user here; create the user first, or leave the member out."),
  /** A removal that matched nothing (§Dec-20): a note, since RFC 7644 makes it a success. */
  REMOVED_NOTHING("There was nothing to remove: {}."),
  /** {@code remove members} without a filter (§Dec-6): a note, since RFC 7644 has it. */
  ALL_MEMBERS_REMOVED("All members were removed, because the request named none of them.");

  private static final String STRICTLY = " (This tenant is in strict mode.)";
  private static final int LONGEST_SUBJECT = 200;

  private final ScimType keyword;
  private final String sentence;
  private final String note;

  /** The RFCs leave it to the server, or it changes nothing that is stored: also in strict mode. */
  Tolerance() {
    this(null, null, null);
  }

  /**
   * Not a deviation, but worth a sentence in the record.
   *
   * @param note the sentence, with {@code {}} for the subjects
   */
  Tolerance(String note) {
    this(null, null, note);
  }

  /**
   * Refused in strict mode.
   *
   * @param sentence the reason and the remedy, with {@code {}} for the subject
   */
  Tolerance(ScimType keyword, String sentence) {
    this(keyword, sentence, null);
  }

  Tolerance(ScimType keyword, String sentence, String note) {
    this.keyword = keyword;
    this.sentence = sentence;
    this.note = note;
  }

  /** The sentence for the record where the RFCs allow this; empty for a deviation. */
  public Optional<String> note(Collection<String> subjects) {
    return Optional.ofNullable(note)
        .map(text -> text.replace("{}", shown(String.join(", ", subjects))));
  }

  /**
   * What strict mode answers; empty when it accepts this, too.
   *
   * @param subject what it is about, as {@link Tolerances#record} takes it
   */
  Optional<ScimException> refusal(String subject) {
    return Optional.ofNullable(sentence)
        .map(text -> text.replace("{}", shown(subject)) + STRICTLY)
        .map(detail -> new ScimException(400, keyword, detail));
  }

  /** Subjects are names that clients chose. */
  private static String shown(String subject) {
    String shown =
        subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT) + "…";
    return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}

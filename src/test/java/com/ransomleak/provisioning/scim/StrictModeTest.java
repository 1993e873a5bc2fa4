package com.ransomleak.provisioning.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.quirks.ClientQuirks;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.patch.Patcher;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What strict mode says to each deviation, decided one by one. */
class StrictModeTest {
  private static final ResourceType USER = Schemas.user();

  /**
   * One decision: the keyword of the refusal, or null where strict mode accepts it, too.
   *
   * @param named what the refusal names
   * @param example a request that needs the warning
   */
  private record Decision(ScimType keyword, String named, Consumer<Warnings> example) {}

  /** A new warning needs a decision here, or this does not compile. */
  private static Decision decision(WarningType warning) {
    return switch (warning) {
      case BARE_TOKEN, DOUBLED_BEARER -> accepted(recorded(warning, "Authorization"));
      case REMOVED_NOTHING -> accepted(patch("{'op':'remove','path':'title'}"));
      case ALL_MEMBERS_REMOVED -> accepted(recorded(warning, "members"));
      case DUPLICATE_VALUE_DROPPED ->
          accepted(body("'emails':[{'value':'a@x','type':'work'},{'value':'a@x','type':'work'}]"));
      case MISSING_CONTENT_TYPE ->
          refused(ScimType.INVALID_SYNTAX, "POST", recorded(warning, "POST"));
      case UNKNOWN_MEMBER_SKIPPED ->
          refused(ScimType.INVALID_VALUE, "2819c223", recorded(warning, "2819c223"));
      case MISSING_SCHEMAS ->
          refused(ScimType.INVALID_SYNTAX, USER.core().id(), t -> read("{'userName':'bob@x'}", t));
      case UNKNOWN_ATTRIBUTE_DROPPED ->
          refused(ScimType.INVALID_SYNTAX, "favouriteColour", body("'favouriteColour':'red'"));
      case UNKNOWN_SCHEMA_KEPT ->
          refused(ScimType.INVALID_SYNTAX, "urn:x:y", body("'urn:x:y':{'a':1}"));
      case BOOLEAN_AS_STRING -> refused(ScimType.INVALID_VALUE, "active", body("'active':'True'"));
      case SCALAR_AS_STRING -> refused(ScimType.INVALID_VALUE, "title", body("'title':1"));
      case SINGLE_VALUE_FOR_LIST ->
          refused(ScimType.INVALID_VALUE, "emails", body("'emails':{'value':'a@x'}"));
      case LIST_FOR_SINGLE_VALUE ->
          refused(ScimType.INVALID_VALUE, "title", body("'title':['Boss']"));
      case STRING_FOR_COMPLEX ->
          refused(ScimType.INVALID_VALUE, "emails", body("'emails':['a@x']"));
      case EMPTY_ELEMENT_DROPPED ->
          refused(ScimType.INVALID_VALUE, "emails", body("'emails':[{'type':'work'}]"));
      case SECOND_PRIMARY_CLEARED ->
          refused(
              ScimType.INVALID_VALUE,
              "emails",
              body("'emails':[{'value':'a@x','primary':true},{'value':'b@x','primary':true}]"));
      case READ_ONLY_REPEATED ->
          refused(ScimType.MUTABILITY, "id", patch("{'op':'replace','path':'id','value':'42'}"));
      case READ_ONLY_SUB_ATTRIBUTE_IGNORED ->
          refused(
              ScimType.MUTABILITY,
              "manager.displayName",
              patch("{'op':'add','path':'manager','value':{'value':'E-1','displayName':'Ada'}}"));
      case OPERATION_CASE ->
          refused(
              ScimType.INVALID_SYNTAX,
              "replace",
              patch("{'op':'Replace','path':'title','value':'x'}"));
      case NUMBER_AS_STRING -> refused(ScimType.INVALID_VALUE, "count", search("'count':'10'"));
      case METHOD_CASE -> refused(ScimType.INVALID_SYNTAX, "POST", recorded(warning, "POST"));
      case ZERO_FAIL_ON_ERRORS ->
          refused(ScimType.INVALID_VALUE, "failOnErrors", bulk("'failOnErrors':0"));
      case EMPTY_VALUE_OF_WRONG_TYPE ->
          refused(ScimType.INVALID_VALUE, "active", body("'active':''"));
      case EMPTYING_IGNORED ->
          refused(
              ScimType.INVALID_VALUE,
              "members",
              groupPatch("{'op':'replace','path':'members','value':{}}"));
      case GROUP_MEMBER_SKIPPED ->
          refused(
              ScimType.INVALID_VALUE,
              "people of the inner group",
              groupPatch("{'op':'add','path':'members','value':[{'value':'1','type':'Group'}]}"));
      case PATH_AS_KEY ->
          refused(ScimType.INVALID_SYNTAX, "name.givenName", body("'name.givenName':'Bob'"));
      case JSON_IN_STRING ->
          refused(
              ScimType.INVALID_VALUE,
              "value",
              patch("{'op':'replace','value':'{\\\"active\\\":false}'}"));
      case EMPTY_OPERATIONS -> refused(ScimType.INVALID_SYNTAX, "Operations", patch(""));
      case REMOVE_WITH_VALUE ->
          refused(
              ScimType.INVALID_SYNTAX,
              "emails",
              patch("{'op':'remove','path':'emails','value':[{'value':'a@x'}]}"));
      case FILTERED_TARGET_CREATED ->
          refused(
              ScimType.NO_TARGET,
              "emails[…].value",
              patch("{'op':'replace','path':'emails[type eq \\\"work\\\"].value','value':'a@x'}"));
      case DOTTED_SCHEMA_URN ->
          refused(
              ScimType.INVALID_PATH,
              Schemas.ENTERPRISE_USER + ":department",
              patch(
                  "{'op':'add','path':'" + Schemas.ENTERPRISE_USER + ".department','value':'x'}"));
    };
  }

  @ParameterizedTest
  @EnumSource(WarningType.class)
  @DisplayName(
      "S-28, M-01, M-02, M-35, U-16, Dec-1, Dec-7, Dec-8, Dec-13, Dec-14, Dec-19: strictly")
  void strictModeAnswersAsDecided(WarningType warning) {
    Decision decision = decision(warning);
    Warnings tolerant = new Warnings();
    decision.example().accept(tolerant);
    assertTrue(tolerant.used().containsKey(warning), "tolerated by default, and recorded");
    Warnings strict = Warnings.strict();
    if (decision.keyword() == null) {
      decision.example().accept(strict);
      assertEquals(Set.of(warning), strict.used().keySet());
    } else {
      ScimException refusal =
          assertThrows(ScimException.class, () -> decision.example().accept(strict));
      assertEquals(400, refusal.status());
      assertEquals(decision.keyword(), refusal.type().orElseThrow(), refusal::detail);
      assertTrue(refusal.detail().contains(decision.named()), refusal::detail);
      assertTrue(refusal.detail().contains("strict mode"), refusal::detail);
    }
  }

  @Test
  @DisplayName("F-23: a boolean in quotes is no value for a filter, strictly")
  void filtersAreReadStrictlyToo() {
    Warnings tolerant = new Warnings();
    FilterParser.parse("active eq \"true\"", USER, tolerant);
    assertEquals(Set.of(WarningType.BOOLEAN_AS_STRING), tolerant.used().keySet());
    ScimException refusal =
        assertThrows(
            ScimException.class,
            () -> FilterParser.parse("active eq \"true\"", USER, Warnings.strict()));
    assertEquals(ScimType.INVALID_FILTER, refusal.type().orElseThrow());
    assertTrue(refusal.detail().contains("active"), refusal::detail);
  }

  @Test
  @DisplayName("ER-04: a name that a client chose makes no detail long or unreadable")
  void subjectsAreShortened() {
    String detail =
        assertThrows(
                ScimException.class,
                () ->
                    Warnings.strict()
                        .add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, "a\n" + "b".repeat(9_000)))
            .detail();
    assertTrue(detail.startsWith("a?bbb") && detail.length() < 400, detail);
  }

  private static Decision accepted(Consumer<Warnings> example) {
    return new Decision(null, null, example);
  }

  private static Decision refused(ScimType keyword, String named, Consumer<Warnings> example) {
    return new Decision(keyword, named, example);
  }

  /** What no pure function can show. */
  private static Consumer<Warnings> recorded(WarningType warning, String subject) {
    return warnings -> warnings.add(warning, subject);
  }

  private static Consumer<Warnings> body(String members) {
    String schemas = "{'schemas':['" + USER.core().id() + "'],'userName':'bob@x',";
    return warnings -> read(schemas + members + "}", warnings);
  }

  private static void read(String body, Warnings warnings) {
    DocumentReader.read(ClientQuirks.normaliseDocument(json(body), USER, warnings), USER, warnings);
  }

  private static Consumer<Warnings> search(String members) {
    JsonObject body = json("{'schemas':['" + SearchRequest.URN + "']," + members + "}");
    return warnings -> SearchRequest.parse(body, warnings);
  }

  private static Consumer<Warnings> bulk(String members) {
    JsonObject body =
        json(
            "{'schemas':['"
                + BulkRequest.URN
                + "'],'Operations':[{'method':'DELETE','path':'/Users/42'}],"
                + members
                + "}");
    return warnings -> BulkRequest.parse(body, warnings);
  }

  private static Consumer<Warnings> groupPatch(String operations) {
    JsonObject body =
        json("{'schemas':['" + PatchRequest.URN + "'],'Operations':[" + operations + "]}");
    return warnings -> PatchRequest.parse(body, Schemas.group(), warnings);
  }

  private static Consumer<Warnings> patch(String operations) {
    JsonObject document = json("{'userName':'bob@x'}");
    JsonObject body =
        json("{'schemas':['" + PatchRequest.URN + "'],'Operations':[" + operations + "]}");
    return warnings ->
        Patcher.apply(
            document,
            "42",
            PatchRequest.parse(ClientQuirks.normalisePatch(body, USER, warnings), USER, warnings),
            USER,
            warnings);
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}

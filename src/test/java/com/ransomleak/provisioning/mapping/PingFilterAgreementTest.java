package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.ransomleak.provisioning.fixture.RandomFilters;
import com.ransomleak.provisioning.fixture.RandomResources;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.Filter.And;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Filter.Not;
import com.ransomleak.provisioning.scim.filter.Filter.Or;
import com.ransomleak.provisioning.scim.filter.Filter.ValuePath;
import com.ransomleak.provisioning.scim.filter.FilterMatcher;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Ping Identity's SDK, written by others from the same RFC, reads what our filters print and judges
 * the same people. It must agree, but for the differences we intend.
 *
 * <p>Texts here are ASCII: Ping does not normalise to NFC (U-02).
 */
class PingFilterAgreementTest {
  private static final List<String> TEXTS = List.of("a", "b", "Bob", "work", "home", "%", "x y");
  private static final ObjectMapper JACKSON = new ObjectMapper();

  /** What we decide otherwise, and why. */
  private enum Difference {
    /** Ping compares all strings without case; RFC 7643 section 2.2 asks for caseExact (F-05). */
    CASE_EXACT,
    /**
     * For {@code emails ne "x"} Ping wants all values to differ. RFC 7644 section 3.4.2.2 lets a
     * multi-valued attribute match when any of its values does (F-08).
     */
    NE_OF_MANY,
    /** Ping takes an absent primary for no value; RFC 7643 section 2.4 for false (S-07). */
    PRIMARY;

    static Optional<Difference> in(Filter filter, boolean inBrackets) {
      if (filter instanceof Comparison comparison) {
        return in(comparison, inBrackets);
      }
      return parts(filter)
          .map(part -> in(part, inBrackets || filter instanceof ValuePath))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private static Optional<Difference> in(Comparison comparison, boolean inBrackets) {
      AttributePath attribute = comparison.path().parent();
      if (comparison.attribute().caseExact()) {
        return Optional.of(CASE_EXACT);
      }
      if (comparison.isAboutPrimary()) {
        return Optional.of(PRIMARY);
      }
      return !inBrackets
              && comparison.operator() == Operator.NE
              && Schemas.user().attribute(attribute).multiValued()
          ? Optional.of(NE_OF_MANY)
          : Optional.empty();
    }

    private static Stream<Filter> parts(Filter filter) {
      if (filter instanceof And and) {
        return and.operands().stream();
      }
      if (filter instanceof Or or) {
        return or.operands().stream();
      }
      if (filter instanceof Not not) {
        return Stream.of(not.operand());
      }
      return filter instanceof ValuePath valuePath ? Stream.of(valuePath.filter()) : Stream.of();
    }
  }

  @Test
  @DisplayName(
      "F-01 to F-28: Ping's SDK selects the same users, but for three intended differences")
  void pingsSdkAgrees() throws IOException, ScimException {
    long seed = System.nanoTime();
    RandomResources resources = new RandomResources(seed, TEXTS);
    List<JsonObject> users = new ArrayList<>();
    List<JsonNode> theirUsers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      users.add(resources.document(Schemas.user()));
      theirUsers.add(JACKSON.readTree(ScimJson.write(users.get(i))));
    }
    RandomFilters filters = new RandomFilters(seed, Schemas.user(), TEXTS);
    Set<Difference> seen = EnumSet.noneOf(Difference.class);
    for (int i = 0; i < 3_000; i++) {
      Filter filter = filters.next();
      Optional<Difference> difference = Difference.in(filter, false);
      var theirFilter = com.unboundid.scim2.common.filters.Filter.fromString(filter.text());
      for (int user = 0; user < users.size(); user++) {
        boolean ours = FilterMatcher.matches(filter, users.get(user));
        boolean theirs = FilterEvaluator.evaluate(theirFilter, theirUsers.get(user));
        if (difference.isEmpty()) {
          JsonObject judged = users.get(user);
          assertEquals(theirs, ours, () -> "seed " + seed + ", " + filter + ", " + judged);
        } else if (ours != theirs) {
          seen.add(difference.get());
        }
      }
    }
    assertEquals(EnumSet.allOf(Difference.class), seen, "a difference is listed that is none");
  }
}

package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter.And;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Filter.Not;
import com.ransomleak.provisioning.scim.filter.Filter.Or;
import com.ransomleak.provisioning.scim.filter.Filter.Present;
import com.ransomleak.provisioning.scim.filter.Filter.ValuePath;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses a filter by the grammar of RFC 7644 figure 1, one method for each of its rules, with the
 * errata (no brackets inside brackets, F-12) and with what clients are known to send (F-11, F-17,
 * F-20). Every error is invalidFilter and names the problem, its position and the remedy (F-03).
 */
public final class FilterParser {
  static final int MAX_LENGTH = 8_192;
  static final int MAX_NODES = 200;
  static final int MAX_DEPTH = 32;

  private final FilterTokens tokens;

  /** The type of the attributes in the current expression. */
  private ResourceType type;

  /** The other types of a query of several types; their attributes count as absent. */
  private final List<ResourceType> others;

  private final Warnings warnings;
  private int nodes;
  private int depth;

  /** The attribute before the current brackets, or null outside brackets. */
  private AttributePath brackets;

  private FilterParser(
      String text,
      ResourceType type,
      List<ResourceType> others,
      AttributePath brackets,
      Warnings warnings) {
    if (text.length() > MAX_LENGTH) {
      throw ScimException.invalidFilter(
          "The filter is longer than " + MAX_LENGTH + " characters; ask in several requests.");
    }
    this.tokens = new FilterTokens(text);
    this.type = type;
    this.others = List.copyOf(others);
    this.warnings = warnings;
    this.brackets = brackets;
  }

  /**
   * Reads the {@code filter} of a query.
   *
   * @param text at most {@value #MAX_LENGTH} characters, {@value #MAX_NODES} expressions, nested
   *     {@value #MAX_DEPTH} deep (F-22)
   * @throws ScimException invalidFilter
   */
  public static Filter parse(String text, ResourceType type, Warnings warnings) {
    return parse(text, type, List.of(), warnings);
  }

  /**
   * Reads the {@code filter} of a query of several types, for one of them.
   *
   * @param others the other types: an attribute that only they have counts as absent and is not an
   *     error (RFC 7644 section 3.4.2.1, Q-05)
   */
  public static Filter parse(
      String text, ResourceType type, List<ResourceType> others, Warnings warnings) {
    return new FilterParser(text, type, others, null, warnings).whole();
  }

  /**
   * Reads the text between the brackets of a path such as {@code emails[type eq "work"].value}.
   *
   * @param attribute the complex attribute before the brackets
   * @return a filter on its sub-attributes, for {@link FilterMatcher#matchesElement}
   * @throws ScimException invalidFilter
   */
  public static Filter parseValueFilter(
      String text, AttributePath attribute, ResourceType type, Warnings warnings) {
    FilterParser parser = new FilterParser(text, type, List.of(), attribute, warnings);
    parser.requireComplex(attribute);
    return parser.whole();
  }

  private Filter whole() {
    if (tokens.atEnd()) {
      throw tokens.error("is empty; write a comparison such as userName eq \"bob@example.com\"");
    }
    Filter filter = or();
    if (!tokens.atEnd()) {
      throw tokens.error(
          tokens.peek() == ')'
              ? "closes a parenthesis that was not opened; remove it"
              : "goes on where \"and\", \"or\" or its end should be");
    }
    return filter;
  }

  private Filter or() {
    List<Filter> operands = new ArrayList<>(List.of(and()));
    while (tokens.takeWord("or")) {
      operands.add(and());
    }
    return operands.size() == 1 ? operands.get(0) : counted(new Or(operands));
  }

  private Filter and() {
    List<Filter> operands = new ArrayList<>(List.of(term()));
    while (tokens.takeWord("and")) {
      operands.add(term());
    }
    return operands.size() == 1 ? operands.get(0) : counted(new And(operands));
  }

  private Filter term() {
    if (tokens.takeNot()) {
      return counted(new Not(group(')')));
    }
    return tokens.take('(') ? group(')') : attributeExpression();
  }

  private Filter group(char close) {
    if (++depth > MAX_DEPTH) {
      throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels; take parentheses away");
    }
    Filter filter = or();
    if (!tokens.take(close)) {
      throw tokens.error("lacks \"and\", \"or\" or a closing " + close);
    }
    depth--;
    return filter;
  }

  private Filter attributeExpression() {
    String name = tokens.word();
    if (name.isEmpty()) {
      throw tokens.error("lacks the name of an attribute");
    }
    return typeWithAttribute(name)
        .map(other -> evaluateAsAbsent(name, other))
        .orElseGet(() -> expression(name));
  }

  private Filter expression(String name) {
    AttributePath path = path(name);
    return tokens.takeAdjacent('[') ? valuePath(path) : condition(path);
  }

  /** The other type that has the attribute; empty when this type has it. */
  private Optional<ResourceType> typeWithAttribute(String name) {
    return brackets != null || type.find(name).isPresent()
        ? Optional.empty()
        : others.stream().filter(other -> other.find(name).isPresent()).findFirst();
  }

  /**
   * Replaces an expression on an attribute of another type by {@code id pr}, which is always true,
   * or {@code not (id pr)}.
   */
  private Filter evaluateAsAbsent(String name, ResourceType other) {
    ResourceType own = type;
    type = other;
    boolean matches = FilterMatcher.matches(expression(name), JsonValue.EMPTY_JSON_OBJECT);
    type = own;
    AttributePath id = AttributePath.of("id");
    Filter all = new Present(id, type.attribute(id));
    return matches ? all : counted(new Not(all));
  }

  private AttributePath path(String name) {
    Optional<AttributePath> path =
        brackets == null
            ? type.find(name)
            : type.attribute(brackets).subAttribute(name).map(sub -> brackets.sub(sub.name()));
    if (path.isEmpty()) {
      throw ScimException.invalidFilter(
          "%s has no attribute %s to filter by; /Schemas lists the attributes there are."
              .formatted(brackets == null ? type.name() : brackets, ScimJson.excerpt(name)));
    }
    // A filter would otherwise reveal values that are never returned (F-25).
    if (type.attribute(path.get()).returned() == Attribute.Returned.NEVER) {
      throw ScimException.invalidFilter(path.get() + " cannot be searched; leave it out.");
    }
    return path.get();
  }

  private Filter valuePath(AttributePath path) {
    if (brackets != null) {
      throw tokens.error("has brackets inside brackets; combine conditions with \"and\"");
    }
    requireComplex(path);
    brackets = path;
    Filter filter = group(']');
    if (tokens.takeAdjacent('.')) {
      filter = counted(new And(List.of(filter, condition(path(tokens.word())))));
    }
    brackets = null;
    Attribute attribute = type.attribute(path);
    return counted(
        attribute.multiValued()
            ? new ValuePath(path, attribute, filter)
            : new And(List.of(new Present(path, attribute), filter)));
  }

  private void requireComplex(AttributePath path) {
    if (!type.attribute(path).isComplex()) {
      throw ScimException.invalidFilter(
          path + " has no sub-attributes, so no brackets may follow it; compare it directly.");
    }
  }

  private Filter condition(AttributePath path) {
    if (tokens.takeWord("pr")) {
      return counted(new Present(path, type.attribute(path)));
    }
    Operator operator = operator(tokens.word());
    JsonValue value = FilterValue.read(tokens);
    return value.getValueType() == JsonValue.ValueType.NULL
        ? nullComparison(path, operator)
        : comparison(withValue(path), operator, value);
  }

  private Operator operator(String word) {
    return Operator.of(word)
        .orElseThrow(
            () ->
                ScimException.invalidFilter(
                    (word.isEmpty()
                            ? "The filter lacks an operator"
                            : "The filter has " + ScimJson.excerpt(word) + " for an operator")
                        + "; there are eq, ne, co, sw, ew, gt, ge, lt, le and pr."));
  }

  /** {@code eq null} is "not present", {@code ne null} "present" (F-15). */
  private Filter nullComparison(AttributePath path, Operator operator) {
    Filter present = counted(new Present(path, type.attribute(path)));
    return switch (operator) {
      case EQ -> counted(new Not(present));
      case NE -> present;
      default ->
          throw ScimException.invalidFilter(
              "In the filter, null can only be compared with eq or ne, not with %s."
                  .formatted(operator.keyword()));
    };
  }

  /** A comparison of {@code emails} or {@code manager} compares the value (F-20, F-28). */
  private AttributePath withValue(AttributePath path) {
    Attribute attribute = type.attribute(path);
    if (!attribute.isComplex()) {
      return path;
    }
    return attribute
        .subAttribute("value")
        .map(sub -> path.sub(sub.name()))
        .orElseThrow(
            () ->
                ScimException.invalidFilter(
                    "%s cannot be compared as a whole; write a sub-attribute, such as %s."
                        .formatted(path, path.sub(attribute.subAttributes().get(0).name()))));
  }

  private Filter comparison(AttributePath path, Operator operator, JsonValue value) {
    Attribute attribute = type.attribute(path);
    if (!operator.supports(attribute.type())) {
      throw ScimException.invalidFilter(
          "%s is of type %s and cannot be compared with %s; use eq or ne."
              .formatted(path, attribute.type().keyword(), operator.keyword()));
    }
    JsonValue coerced = FilterValue.coerced(attribute, path, value, warnings);
    return counted(new Comparison(path, attribute, operator, coerced));
  }

  private Filter counted(Filter filter) {
    if (++nodes > MAX_NODES) {
      throw ScimException.invalidFilter(
          "The filter has more than " + MAX_NODES + " expressions; ask in several requests.");
    }
    return filter;
  }
}

package com.ransomleak.provisioning.scim.filter;

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
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.ScimDateTime;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Valid filters of every form over every searchable attribute of a type, the same for a seed. */
public final class RandomFilters {
  private static final List<String> COMMON = List.of("schemas", "id", "externalId", "meta");

  private final Random random;
  private final ResourceType type;
  private final List<String> texts;
  private final List<AttributePath> paths = new ArrayList<>();
  private final Map<AttributePath, List<String>> values = new HashMap<>();

  /**
   * @param texts what all attributes are compared with
   */
  public RandomFilters(long seed, ResourceType type, List<String> texts) {
    this.random = new Random(seed);
    this.texts = texts;
    this.type = type;
    COMMON.forEach(name -> add(AttributePath.of(name)));
    type.core().attributes().forEach(attribute -> add(AttributePath.of(attribute.name())));
    for (Schema schema : type.extensions()) {
      schema.attributes().forEach(a -> add(new AttributePath(schema.id(), a.name(), null)));
    }
  }

  private void add(AttributePath path) {
    if (type.attribute(path).returned() != Attribute.Returned.NEVER) {
      paths.add(path);
    }
  }

  /** Strings to compare this attribute with, besides those that all share. */
  public void addValues(AttributePath path, List<String> more) {
    values.computeIfAbsent(path, p -> new ArrayList<>()).addAll(more);
  }

  public List<AttributePath> paths() {
    return paths;
  }

  public Filter next() {
    return filter(random.nextInt(4));
  }

  private Filter filter(int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(4)) {
      case 0 -> new And(operands(depth));
      case 1 -> new Or(operands(depth));
      case 2 -> new Not(filter(depth - 1));
      default -> leaf();
    };
  }

  private List<Filter> operands(int depth) {
    return Stream.generate(() -> filter(depth - 1)).limit(2 + random.nextInt(2)).toList();
  }

  private Filter leaf() {
    AttributePath path = pick(paths);
    Attribute attribute = type.attribute(path);
    if (random.nextInt(8) == 0) {
      return new Present(path, attribute);
    }
    if (!attribute.isComplex()) {
      return simple(path);
    }
    if (attribute.multiValued() && random.nextInt(3) == 0) {
      return new ValuePath(path, attribute, inBrackets(path, 2));
    }
    return simple(sub(path));
  }

  private Filter inBrackets(AttributePath path, int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(5)) {
      case 0 -> new And(List.of(inBrackets(path, depth - 1), inBrackets(path, depth - 1)));
      case 1 -> new Or(List.of(inBrackets(path, depth - 1), inBrackets(path, depth - 1)));
      case 2 -> new Not(inBrackets(path, depth - 1));
      default -> simple(sub(path));
    };
  }

  private AttributePath sub(AttributePath path) {
    return path.sub(pick(type.attribute(path).subAttributes()).name());
  }

  private Filter simple(AttributePath path) {
    Attribute attribute = type.attribute(path);
    if (random.nextInt(8) == 0) {
      return new Present(path, attribute);
    }
    List<Operator> operators =
        Stream.of(Operator.values()).filter(o -> o.supports(attribute.type())).toList();
    Operator operator = random.nextInt(3) == 0 ? Operator.EQ : pick(operators);
    return new Comparison(path, attribute, operator, value(path, attribute));
  }

  private JsonValue value(AttributePath path, Attribute attribute) {
    return switch (attribute.type()) {
      case BOOLEAN -> ScimJson.bool(random.nextBoolean());
      case DATE_TIME -> ScimJson.string(ScimDateTime.key(instant(path)));
      case INTEGER, DECIMAL ->
          ScimJson.number(new BigDecimal(pick(List.of("-3", "-1.50", "0.0", "0.5", "2", "100"))));
      default -> ScimJson.string(text(path));
    };
  }

  private Instant instant(AttributePath path) {
    List<String> known = values.getOrDefault(path, List.of());
    if (known.isEmpty() || random.nextInt(4) == 0) {
      return Instant.parse(
          pick(
              List.of(
                  "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-02-01T00:00:00Z")));
    }
    return ScimDateTime.parse(pick(known)).orElseThrow().plusNanos(1_000L * random.nextInt(-1, 2));
  }

  private String text(AttributePath path) {
    List<String> known = values.getOrDefault(path, List.of());
    String text = known.isEmpty() || random.nextInt(6) == 0 ? pick(texts) : pick(known);
    return switch (random.nextInt(8)) {
      case 0 -> text.substring(random.nextInt(text.length() + 1));
      case 1 -> text.substring(0, random.nextInt(text.length() + 1));
      case 2 -> text.toUpperCase(Locale.ROOT);
      case 3 -> text.toLowerCase(Locale.ROOT);
      case 4 -> text + pick(texts);
      default -> text;
    };
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

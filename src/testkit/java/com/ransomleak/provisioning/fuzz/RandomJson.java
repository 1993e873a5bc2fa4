package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fuzz.Advertised.Attribute;
import com.ransomleak.provisioning.scim.json.ScimJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * JSON as text, since what is wrong with it may be something that no JSON library writes. A value
 * fits its attribute, or is spoilt.
 */
final class RandomJson {
  private static final List<String> SPOILT =
      List.of(
          "null",
          "true",
          "0",
          "-1.5e308",
          "1e400",
          "123456789012345678901234567890",
          "\"\"",
          "\"\\u0000\"",
          "\"a\\ud800b\"",
          "\"\\ud83d\\ude00\"",
          "\"\u202Ereversed\"",
          "\"2026-13-45T99:00:00Z\"",
          "\"%%%\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[{}]",
          "{\"value\":null}",
          "{\"value\":{\"value\":{\"value\":1}}}",
          "{\"value\":[1,\"a\",{}]}",
          "[1,\"a\",true,null,{\"value\":\"x\",\"primary\":\"maybe\"}]",
          "{\"primary\":true,\"PRIMARY\":false}",
          "{\"\":\"\"}",
          "{\"$ref\":\"../../Users\",\"__proto__\":{}}",
          "[" + "{\"value\":\"same\",\"primary\":true},".repeat(50) + "{}]",
          "[".repeat(200) + "]".repeat(200),
          "\"" + "long ".repeat(4_000) + "\"");

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  /** What a POST may have: the required attributes and some of the others. */
  String document(Advertised type) {
    List<String> members = new ArrayList<>(List.of("\"schemas\":[\"" + type.urn() + "\"]"));
    members(type.core(), members, 3);
    type.extensions()
        .forEach(
            (urn, attributes) -> {
              List<String> inside = new ArrayList<>();
              members(attributes, inside, 3);
              members.add("\"" + urn + "\":{" + String.join(",", inside) + "}");
            });
    return "{" + String.join(",", members) + "}";
  }

  /** The same, with something in it that does not belong there. */
  String spoiltDocument(Advertised type) {
    String document = document(type);
    return switch (random.nextInt(6)) {
      case 0 -> document.substring(0, random.nextInt(document.length()));
      case 1 -> "{\"" + name(type) + "\":" + spoilt() + "," + document.substring(1);
      case 2 -> swapped(document);
      default -> {
        // In the place of a value that was right.
        List<String> members = new ArrayList<>();
        for (Attribute attribute : type.core()) {
          boolean spoil = random.nextInt(6) == 0;
          if (spoil || attribute.required()) {
            members.add(member(attribute, spoil ? spoilt() : value(attribute)));
          }
        }
        type.extensions()
            .forEach(
                (urn, attributes) ->
                    members.add(
                        "\""
                            + urn
                            + "\":"
                            + (random.nextBoolean()
                                ? spoilt()
                                : "{" + member(pick(attributes), spoilt()) + "}")));
        yield "{" + String.join(",", members) + "}";
      }
    };
  }

  private void members(List<Attribute> attributes, List<String> members, int oneIn) {
    for (Attribute attribute : attributes) {
      if (attribute.required() || random.nextInt(oneIn) == 0) {
        members.add(member(attribute, value(attribute)));
      }
    }
  }

  private static String member(Attribute attribute, String value) {
    return "\"" + attribute.name() + "\":" + value;
  }

  /** One that fits. */
  String value(Attribute attribute) {
    if (!attribute.multiValued()) {
      return one(attribute, false);
    }
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(one(attribute, elements.isEmpty()));
    }
    return "[" + String.join(",", elements) + "]";
  }

  /**
   * One that fits, of which there is none like it.
   *
   * @param primary whether it may be the primary one of a list
   */
  String one(Attribute attribute, boolean primary) {
    return switch (attribute.type()) {
      case "boolean" ->
          attribute.name().equals("primary")
              ? Boolean.toString(primary)
              : Boolean.toString(random.nextBoolean());
      case "complex" -> {
        List<String> members = new ArrayList<>();
        attribute.subAttributes().stream()
            .filter(Attribute::isKept)
            .forEach(sub -> members.add(member(sub, one(sub, primary))));
        yield "{" + String.join(",", members) + "}";
      }
      case "integer" -> Integer.toString(random.nextInt());
      case "decimal" -> random.nextInt(1000) + "." + (1 + random.nextInt(8));
      case "dateTime" -> "\"2026-0%d-01T00:00:00Z\"".formatted(1 + random.nextInt(9));
      case "binary" -> "\"TUlJ\"";
      case "reference" -> "\"https://example.com/" + ScimClient.unique() + "\"";
      default -> text(attribute);
    };
  }

  private String text(Attribute attribute) {
    if (!attribute.canonicalValues().isEmpty()) {
      return "\"" + pick(attribute.canonicalValues()) + "\"";
    }
    String odd = random.nextInt(3) == 0 ? pick(OddText.STORABLE) : "";
    // A userName must not end in a blank or an invisible character.
    return ScimJson.write(ScimJson.string(ScimClient.unique() + odd + "z"));
  }

  String spoilt() {
    return pick(SPOILT);
  }

  /** The name of an attribute, in any spelling. */
  String name(Advertised type) {
    String name = pick(type.paths());
    return switch (random.nextInt(5)) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> name + pick(List.of(".", "[", "..value", "\\u0000", " ", ".unknown", ":", "é"));
      default -> name;
    };
  }

  /** Two characters have changed places. */
  private String swapped(String text) {
    char[] characters = text.toCharArray();
    int a = random.nextInt(characters.length);
    int b = random.nextInt(characters.length);
    char c = characters[a];
    characters[a] = characters[b];
    characters[b] = c;
    return new String(characters);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

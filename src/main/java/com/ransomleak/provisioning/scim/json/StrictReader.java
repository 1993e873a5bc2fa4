package com.ransomleak.provisioning.scim.json;

import com.ransomleak.provisioning.scim.ScimException;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Builds the tree from parser events. No JSON-P reader rejects both duplicate names and trailing
 * text, none rejects lone surrogates, and the reference implementation throws a bare
 * RuntimeException on deep nesting.
 */
final class StrictReader {
  static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_NUMBER_SCALE = 1_000;
  private static final JsonParserFactory PARSERS = ScimJson.PROVIDER.createParserFactory(Map.of());

  private final JsonParser parser;
  private final JsonLimits limits;
  private final Deque<String> path = new ArrayDeque<>();
  private int values;

  private StrictReader(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  static JsonObject read(byte[] utf8, JsonLimits limits) {
    rejectByteOrderMark(utf8);
    try (JsonParser parser = PARSERS.createParser(decoded(utf8))) {
      return new StrictReader(parser, limits).document();
    } catch (ScimException e) {
      throw e;
    } catch (JsonParsingException e) {
      throw malformed(e.getLocation());
    } catch (RuntimeException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw ScimException.invalidSyntax(
            "The body is not valid UTF-8; it may be ISO-8859-1 or Windows-1252. Send it encoded in"
                + " UTF-8.");
      }
      // Providers throw NoSuchElementException, IllegalStateException and others on bad input.
      throw ScimException.invalidSyntax("The body is not valid JSON.");
    }
  }

  private static void rejectByteOrderMark(byte[] body) {
    String start = HexFormat.of().formatHex(body, 0, Math.min(3, body.length));
    if (start.equals("efbbbf")) {
      throw ScimException.invalidSyntax(
          "The body begins with a byte order mark; send UTF-8 without one (RFC 8259 section 8.1).");
    }
    if (start.startsWith("feff") || start.startsWith("fffe")) {
      throw ScimException.invalidSyntax("The body is UTF-16; send it encoded in UTF-8.");
    }
  }

  /** Decodes while the parser reads, without copying the body. The decoder rejects bad UTF-8. */
  private static Reader decoded(byte[] utf8) {
    return new InputStreamReader(
        new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder());
  }

  private JsonObject document() {
    if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
      throw ScimException.invalidSyntax("The body must be one JSON object.");
    }
    JsonObject document = object(1);
    if (parser.hasNext()) {
      throw malformed(parser.getLocation());
    }
    return document;
  }

  private JsonObject object(int depth) {
    checkDepth(depth);
    JsonObjectBuilder object = ScimJson.object();
    Set<String> names = new HashSet<>();
    while (parser.next() != Event.END_OBJECT) {
      path.addLast(parser.getString());
      String name = text(path.getLast());
      if (names.size() == limits.maxNames()) {
        throw tooMany("One object has more than " + limits.maxNames() + " names");
      }
      if (!names.add(name)) {
        throw ScimException.invalidSyntax(
            "The name " + ScimJson.excerpt(name) + " is given twice in one object" + place() + ".");
      }
      object.add(name, value(parser.next(), depth));
      path.removeLast();
    }
    return object.build();
  }

  private JsonValue array(int depth) {
    checkDepth(depth);
    JsonArrayBuilder array = ScimJson.array();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      array.add(value(event, depth));
    }
    return array.build();
  }

  private JsonValue value(Event event, int depth) {
    if (++values > limits.maxValues()) {
      throw tooMany("The body has more than " + limits.maxValues() + " values");
    }
    return switch (event) {
      case START_OBJECT -> object(depth + 1);
      case START_ARRAY -> array(depth + 1);
      case VALUE_STRING -> ScimJson.string(text(parser.getString()));
      case VALUE_NUMBER -> number(parser.getString());
      case VALUE_TRUE -> JsonValue.TRUE;
      case VALUE_FALSE -> JsonValue.FALSE;
      case VALUE_NULL -> JsonValue.NULL;
      case KEY_NAME, END_OBJECT, END_ARRAY -> throw malformed(parser.getLocation());
    };
  }

  private ScimException tooMany(String what) {
    return new ScimException(
        413, what + place() + ". Nothing was changed. Send less in one request.");
  }

  private void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw ScimException.invalidSyntax(
          "The body is nested deeper than " + MAX_DEPTH + " levels" + place() + ".");
    }
  }

  private String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw ScimException.invalidValue(
            attribute() + " contains the character U+0000" + place() + "; remove it.");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw ScimException.invalidSyntax(
            attribute()
                + " contains one half of a surrogate pair, which is not a character"
                + place()
                + "; send the whole character, or remove it.");
      }
    }
    return text;
  }

  /** The current path, {@code 'emails.value'}. */
  private String attribute() {
    return ScimJson.excerpt(String.join(".", path));
  }

  /** {@code 1e2} becomes 100 as in PostgreSQL, so that stored and returned values are equal. */
  private JsonNumber number(String literal) {
    if (literal.length() > MAX_NUMBER_LENGTH) {
      throw outOfRange();
    }
    BigDecimal number;
    try {
      number = new BigDecimal(literal);
    } catch (NumberFormatException e) {
      throw outOfRange();
    }
    if (Math.abs((long) number.scale()) > MAX_NUMBER_SCALE) {
      throw outOfRange();
    }
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    // PostgreSQL returns numbers without exponents, and they must be readable again.
    if (plain.toPlainString().length() > MAX_NUMBER_LENGTH) {
      throw outOfRange();
    }
    return ScimJson.number(plain);
  }

  private ScimException outOfRange() {
    return ScimException.invalidValue("The body contains a number out of range" + place() + ".");
  }

  private String place() {
    return place(parser.getLocation());
  }

  private static ScimException malformed(JsonLocation location) {
    return ScimException.invalidSyntax("The body is not valid JSON" + place(location) + ".");
  }

  private static String place(JsonLocation location) {
    return location == null || location.getLineNumber() < 0
        ? ""
        : " (line " + location.getLineNumber() + ", column " + location.getColumnNumber() + ")";
  }
}

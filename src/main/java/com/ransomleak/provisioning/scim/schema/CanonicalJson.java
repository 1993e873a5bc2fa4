package com.ransomleak.provisioning.scim.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints resources compactly and in one order, whatever order the database keeps: {@code schemas},
 * {@code id}, {@code externalId}, the attributes as the schema lists them, the extensions, {@code
 * meta}.
 *
 * <pre>{@code
 * {"id": "42", "meta": {…}, "active": true, "schemas": ["urn:…:core:2.0:User"], "userName": "bob"}
 *
 * {"schemas":["urn:…:core:2.0:User"],"id":"42","userName":"bob","active":true,"meta":{…}}
 * }</pre>
 *
 * The text is scanned once and no tree is built: a page of 100 users costs a fraction of what
 * parsing and writing it again would. Data under an unknown URN keeps the order that it has.
 */
public final class CanonicalJson {
  private static final CanonicalJson AS_IT_IS = new CanonicalJson(Map.of());
  private static final int UNKNOWN_MEMBERS = 1_000_000;
  private static final int META = UNKNOWN_MEMBERS + 1;

  private record Part(int rank, CanonicalJson value) {}

  private record Member(int rank, int start, int end) {}

  private final Map<String, Part> parts;

  private CanonicalJson(Map<String, Part> parts) {
    this.parts = parts;
  }

  /** The order of a resource: common attributes, core schema, extensions, meta. */
  static CanonicalJson of(Schema common, Schema core, List<Schema> extensions) {
    Map<String, Part> parts = new HashMap<>();
    addAll(parts, common.attributes());
    addAll(parts, core.attributes());
    for (Schema extension : extensions) {
      parts.put(extension.id(), new Part(parts.size(), ofAttributes(extension.attributes())));
    }
    parts.computeIfPresent("meta", (name, meta) -> new Part(META, meta.value()));
    return new CanonicalJson(parts);
  }

  private static CanonicalJson ofAttributes(List<Attribute> attributes) {
    Map<String, Part> parts = new HashMap<>();
    addAll(parts, attributes);
    return parts.isEmpty() ? AS_IT_IS : new CanonicalJson(parts);
  }

  private static void addAll(Map<String, Part> parts, List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      parts.put(attribute.name(), new Part(parts.size(), ofAttributes(attribute.subAttributes())));
    }
  }

  /**
   * The same value, compact and in order.
   *
   * @param json one valid JSON value, as the database prints it
   */
  public String print(String json) {
    Printer printer = new Printer(json);
    printer.value(this);
    return printer.out.toString();
  }

  /** One pass over valid JSON text. */
  private static final class Printer {
    private final String in;
    private final StringBuilder out;
    private int at;

    Printer(String in) {
      this.in = in;
      this.out = new StringBuilder(in.length());
    }

    void value(CanonicalJson order) {
      skipBlanks();
      switch (in.charAt(at)) {
        case '{' -> object(order);
        case '[' -> array(order);
        case '"' -> string();
        default -> literal();
      }
    }

    private void object(CanonicalJson order) {
      out.append(in.charAt(at++));
      int start = out.length();
      List<Member> members = new ArrayList<>();
      boolean sorted = true;
      int previous = -1;
      skipBlanks();
      while (in.charAt(at) != '}') {
        int begin = out.length();
        Part part = order.parts.get(name());
        int rank = part == null ? UNKNOWN_MEMBERS : part.rank();
        value(part == null ? AS_IT_IS : part.value());
        members.add(new Member(rank, begin, out.length()));
        sorted &= rank >= previous;
        previous = rank;
        comma();
      }
      at++;
      if (!sorted) {
        sort(start, members);
      }
      out.append('}');
    }

    private void sort(int start, List<Member> members) {
      members.sort(Comparator.comparingInt(Member::rank));
      StringBuilder ordered = new StringBuilder(out.length() - start);
      for (Member member : members) {
        if (!ordered.isEmpty()) {
          ordered.append(',');
        }
        ordered.append(out, member.start(), member.end());
      }
      out.setLength(start);
      out.append(ordered);
    }

    /** The name, without its quotes; copied with the colon after it. */
    private String name() {
      int start = at + 1;
      string();
      String name = in.substring(start, at - 1);
      skipBlanks();
      out.append(in.charAt(at++));
      return name;
    }

    private void array(CanonicalJson order) {
      out.append(in.charAt(at++));
      skipBlanks();
      while (in.charAt(at) != ']') {
        value(order);
        comma();
      }
      out.append(in.charAt(at++));
    }

    private void comma() {
      skipBlanks();
      if (in.charAt(at) == ',') {
        out.append(in.charAt(at++));
        skipBlanks();
      }
    }

    private void string() {
      int end = at + 1;
      while (in.charAt(end) != '"') {
        end += in.charAt(end) == '\\' ? 2 : 1;
      }
      out.append(in, at, end + 1);
      at = end + 1;
    }

    private void literal() {
      int end = at;
      while (end < in.length() && ",]} \n\r\t".indexOf(in.charAt(end)) < 0) {
        end++;
      }
      out.append(in, at, end);
      at = end;
    }

    private void skipBlanks() {
      while (in.charAt(at) <= ' ') {
        at++;
      }
    }
  }
}

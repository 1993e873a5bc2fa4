package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.json.MemberScanner;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ResourceRow.Link;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Composes the JSON of a user or group for reads, lists and responses to writes. It copies the
 * stored document as text and adds read-only attributes where the schemas have them.
 *
 * <pre>{@code
 * {"schemas":["urn:…:User"],"userName":"bob","active":true}
 *
 * {"schemas":["urn:…:User"],"id":"01a2…","userName":"bob","active":true,"groups":[…],"meta":{…}}
 * }</pre>
 */
public final class Representation {

  /** The two resource types: name, endpoint, and the attribute that links to the other type. */
  public enum Kind {
    USER("User", "/Users/", "groups", "direct"),
    GROUP("Group", "/Groups/", "members", "User");

    private final String type;
    private final String endpoint;
    private final String links;
    private final String linkType;

    Kind(String type, String endpoint, String links, String linkType) {
      this.type = type;
      this.endpoint = endpoint;
      this.links = links;
      this.linkType = linkType;
    }

    /** The name of the resource type. */
    public String type() {
      return type;
    }

    private Kind linked() {
      return this == USER ? GROUP : USER;
    }

    /** Whether the attribute stands after groups or members in the schema. Extensions do. */
    private boolean isAfterLinks(String attribute) {
      return switch (attribute) {
        case "entitlements", "roles", "x509Certificates" -> this == USER;
        default -> attribute.indexOf(':') >= 0;
      };
    }
  }

  /** The approximate length of a link without base URL and name, and of all other additions. */
  private static final int LINK_LENGTH = 160;

  private static final int ADDED_LENGTH = 400;

  private final Kind kind;
  private final String baseUrl;
  private final ResourceRow row;
  private final StringBuilder out;

  /** The place of the links in the document. */
  private int linksAt = -1;

  private Representation(Kind kind, String baseUrl, ResourceRow row) {
    this.kind = kind;
    this.baseUrl = baseUrl;
    this.row = row;
    this.out =
        new StringBuilder(
            row.document().length()
                + ADDED_LENGTH
                + row.links().size() * (LINK_LENGTH + baseUrl.length()));
  }

  /**
   * The complete resource. A group with more members than fit into memory has no JSON.
   *
   * @param baseUrl {@code https://acme.example.com/scim/v2}; null for a change that no client
   *     requested, which has no JSON either
   */
  public static StoredResource of(Kind kind, String baseUrl, ResourceRow row) {
    boolean isComplete = baseUrl != null && !row.tooManyLinks();
    String json = isComplete ? new Representation(kind, baseUrl, row).compose() : null;
    return new StoredResource(row.id().toString(), json, row.version());
  }

  /** The JSON of a group before and after its members. */
  public record AroundMembers(String head, String tail) {}

  /**
   * A group whose members are written one by one.
   *
   * <pre>{@code
   * {"schemas":[…],"id":"…","displayName":"Sales",
   * "meta":{…}}
   * }</pre>
   */
  public static AroundMembers aroundMembers(String baseUrl, ResourceRow group) {
    Representation composed = new Representation(Kind.GROUP, baseUrl, group);
    String json = composed.compose();
    return new AroundMembers(
        json.substring(0, composed.linksAt) + ",", json.substring(composed.linksAt + 1));
  }

  /** Members of a group with commas between them. */
  public static String members(String baseUrl, List<Link> members) {
    StringBuilder out = new StringBuilder(members.size() * (LINK_LENGTH + baseUrl.length()));
    append(out, Kind.GROUP, baseUrl, members);
    return out.toString();
  }

  private String compose() {
    String document = row.document();
    out.append('{');
    MemberScanner members = new MemberScanner(document, 0);
    boolean hasId = false;
    while (members.next()) {
      String name = members.name();
      if (!hasId && !name.equals("schemas")) {
        id();
        hasId = true;
      }
      if (linksAt < 0 && kind.isAfterLinks(name)) {
        links();
      }
      comma();
      if (row.manager() != null && name.equals(Schemas.ENTERPRISE_USER)) {
        out.append(document, members.start(), members.valueStart());
        enterprise(members.valueStart());
      } else {
        out.append(document, members.start(), members.end());
      }
    }
    if (linksAt < 0) {
      links();
    }
    meta();
    return out.append('}').toString();
  }

  private void id() {
    comma();
    out.append("\"id\":\"").append(row.id()).append('"');
  }

  private void links() {
    linksAt = out.length();
    if (!row.links().isEmpty()) {
      comma();
      out.append('"').append(kind.links).append("\":[");
      append(out, kind, baseUrl, row.links());
      out.append(']');
    }
  }

  private static void append(StringBuilder out, Kind kind, String baseUrl, List<Link> links) {
    String reference = "\",\"$ref\":\"" + baseUrl + kind.linked().endpoint;
    String end = ",\"type\":\"" + kind.linkType + "\"}";
    String separator = "{\"value\":\"";
    for (Link link : links) {
      String id = link.id().toString();
      out.append(separator).append(id).append(reference).append(id).append("\",\"display\":");
      string(out, link.name());
      out.append(end);
      separator = ",{\"value\":\"";
    }
  }

  /** The enterprise extension, with the address and name of the manager. */
  private void enterprise(int start) {
    String document = row.document();
    MemberScanner members = new MemberScanner(document, start);
    out.append('{');
    while (members.next()) {
      comma();
      if (members.name().equals("manager")) {
        out.append(document, members.start(), members.end() - 1)
            .append(",\"$ref\":\"")
            .append(baseUrl)
            .append(Kind.USER.endpoint)
            .append(row.manager().id())
            .append("\",\"displayName\":");
        string(out, row.manager().name());
        out.append('}');
      } else {
        out.append(document, members.start(), members.end());
      }
    }
    out.append('}');
  }

  private void meta() {
    comma();
    out.append("\"meta\":{\"resourceType\":\"").append(kind.type).append("\",\"created\":\"");
    time(row.createdAt());
    out.append("\",\"lastModified\":\"");
    time(row.changedAt());
    out.append("\",\"location\":\"")
        .append(baseUrl)
        .append(kind.endpoint)
        .append(row.id())
        .append("\",\"version\":\"W/\\\"")
        .append(row.version())
        .append("\\\"\"}");
  }

  /** {@code 2026-01-31T08:09:10.123456Z}. A formatter would be several times slower. */
  private void time(OffsetDateTime time) {
    OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
    digits(utc.getYear(), 1_000, '-');
    digits(utc.getMonthValue(), 10, '-');
    digits(utc.getDayOfMonth(), 10, 'T');
    digits(utc.getHour(), 10, ':');
    digits(utc.getMinute(), 10, ':');
    digits(utc.getSecond(), 10, '.');
    digits(utc.getNano() / 1_000, 100_000, 'Z');
  }

  private void digits(int number, int highest, char after) {
    for (int power = highest; power > 0; power /= 10) {
      out.append((char) ('0' + number / power % 10));
    }
    out.append(after);
  }

  private void comma() {
    if (out.charAt(out.length() - 1) != '{') {
      out.append(',');
    }
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}

package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.scim.json.ScimJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A request out of what the server says of itself.
 *
 * @param path below the base
 * @param body null for none
 */
record RandomRequest(String method, String path, Map<String, String> headers, String body) {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "LOCK", "get");

  /** Without NUL and broken UTF-8, which the servers refuse before they ask us. */
  private static final List<String> PLACES =
      List.of(
          "",
          "/",
          "/Users",
          "/Groups",
          "/Users/",
          "//Users//",
          "/Users/%2e%2e/Groups",
          "/Users/%c3%a9",
          "/Users/x/y/z",
          "/Users/.search",
          "/.search",
          "/Groups/.search",
          "/Bulk",
          "/Me",
          "/Schemas",
          "/Schemas/urn:x",
          "/ResourceTypes/User",
          "/ServiceProviderConfig?filter=x",
          "/users",
          "/Users;a=b",
          "/Users?%20&=&&",
          "/Users?filter",
          "/" + "x".repeat(2_000));

  private static final List<List<String>> HEADERS =
      List.of(
          List.of("Accept", "text/html"),
          List.of("Accept", "*/*;q=0"),
          List.of("Accept", "application/json;q=abc"),
          List.of("Accept", ",,;;"),
          List.of("Accept-Encoding", "gzip;q=x, br"),
          List.of("Content-Type", "text/plain"),
          List.of("Content-Type", "application/json; charset=nonsense"),
          List.of("Content-Type", "/"),
          List.of("Content-Encoding", "gzip"),
          List.of("If-Match", "*"),
          List.of("If-Match", "W/\"1\", W/\"2\""),
          List.of("If-Match", "\"\"\""),
          List.of("If-None-Match", "nonsense"),
          List.of("If-None-Match", "W/\"1\""),
          List.of("X-Forwarded-Host", "evil.example"),
          List.of("X-HTTP-Method-Override", "DELETE"),
          List.of("User-Agent", "\u00e9 \u00ff"));

  /** Sends it for this client. */
  ScimAnswer send(ScimClient client) {
    ScimClient sender = client;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      sender = sender.with(header.getKey(), header.getValue());
    }
    return sender.send(method, path, body);
  }

  /** Makes requests, the same for a seed and the same ids. */
  static final class Maker {
    private final Random random;
    private final RandomJson json;

    Maker(Random random) {
      this.random = random;
      this.json = new RandomJson(random);
    }

    /**
     * The next request.
     *
     * @param id of an existing resource of the type
     */
    RandomRequest next(Advertised type, String id) {
      String resource = type.endpoint() + "/" + id;
      return switch (random.nextInt(10)) {
        case 0 -> request("POST", type.endpoint(), json.document(type));
        case 1 -> request("POST", type.endpoint(), json.spoiltDocument(type));
        case 2 -> request("PUT", resource, json.document(type));
        case 3 -> request("PUT", resource, json.spoiltDocument(type));
        case 4, 5, 6 -> request("PATCH", resource, patch(type));
        case 7 -> request("GET", type.endpoint() + "?" + parameters(type), null);
        case 8 -> request("GET", resource + "?" + parameters(type), null);
        default -> anything(type, resource);
      };
    }

    private RandomRequest request(String method, String path, String body) {
      Map<String, String> headers = new LinkedHashMap<>();
      if (random.nextInt(8) == 0) {
        List<String> header = json.pick(HEADERS);
        headers.put(header.get(0), header.get(1));
      }
      return new RandomRequest(method, path, headers, body);
    }

    private RandomRequest anything(Advertised type, String resource) {
      String method = json.pick(METHODS);
      String place = random.nextInt(4) == 0 ? resource : json.pick(PLACES);
      String body = json.pick(List.of(json.spoiltDocument(type), patch(type), "", "[]", "null"));
      return request(method, place, random.nextInt(3) == 0 ? null : body);
    }

    private String patch(Advertised type) {
      List<String> operations = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        List<String> members = new ArrayList<>();
        members.add(
            "\"op\":"
                + json.pick(
                    List.of(
                        "\"add\"", "\"replace\"", "\"remove\"", "\"Replace\"", "\"move\"", "7")));
        if (random.nextInt(5) > 0) {
          members.add("\"path\":" + (random.nextInt(8) == 0 ? json.spoilt() : path(type)));
        }
        if (random.nextInt(6) > 0) {
          members.add("\"value\":" + patchValue(type));
        }
        operations.add("{" + String.join(",", members) + "}");
      }
      return ScimClient.patchBody(String.join(",", operations));
    }

    private String patchValue(Advertised type) {
      return switch (random.nextInt(5)) {
        case 0 -> json.document(type);
        case 1 -> json.spoiltDocument(type);
        case 2 -> json.spoilt();
        default -> json.value(json.pick(type.core()));
      };
    }

    /** As JSON. */
    private String path(Advertised type) {
      String name = json.name(type).replace("\\u0000", "\0");
      String path =
          switch (random.nextInt(4)) {
            case 0 -> name + "[" + filter(type, 1) + "]";
            case 1 -> name + "[type eq \"work\"]" + json.pick(List.of(".value", ".", "x", ""));
            default -> name;
          };
      return ScimJson.write(ScimJson.string(path));
    }

    private String parameters(Advertised type) {
      List<String> parameters = new ArrayList<>();
      if (random.nextBoolean()) {
        parameters.add("filter=" + encoded(filter(type, 3)));
      }
      for (String name : List.of("attributes", "excludedAttributes", "sortBy")) {
        if (random.nextInt(4) == 0) {
          parameters.add(name + "=" + encoded(json.name(type) + "," + json.name(type)));
        }
      }
      List<String> numbers = List.of("0", "1", "-1", "99999999999999999999", "x", "", "1.5", "0x7");
      for (String name : List.of("startIndex", "count", "sortOrder", "cursor", "unknown")) {
        if (random.nextInt(4) == 0) {
          parameters.add(name + "=" + encoded(json.pick(numbers)));
        }
      }
      return String.join("&", parameters);
    }

    private String filter(Advertised type, int depth) {
      String left = depth == 0 ? comparison(type) : filter(type, depth - 1);
      return switch (random.nextInt(7)) {
        case 0 -> left + json.pick(List.of(" and ", " or ", " AND ", " xor ")) + comparison(type);
        case 1 -> json.pick(List.of("not (", "not(", "(", "not ")) + left + ")";
        case 2 -> json.name(type) + "[" + left + "]";
        case 3 -> left.substring(0, random.nextInt(left.length() + 1));
        default -> left;
      };
    }

    private String comparison(Advertised type) {
      List<String> operators =
          List.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ", "pr", "re", "");
      String text = json.pick(OddText.STORABLE);
      String value =
          json.pick(
              List.of(
                  ScimJson.write(ScimJson.string(text)),
                  "\"\\u0000\"",
                  "\"\\ud800\"",
                  "null",
                  "true",
                  "1e99",
                  "2026-01-01",
                  "\"2026-01-01T00:00:00Z\"",
                  "'x'",
                  "\""));
      return json.name(type) + " " + json.pick(operators) + " " + value;
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}

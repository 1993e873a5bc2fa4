package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation of a {@link BulkRequest}. With a flaw, only what could be read is there, and the
 * rest null.
 *
 * @param method in capitals; as it was sent when it is none of the four
 * @param bulkId what other operations call the new resource by
 * @param version the version that must be the current one, as the header If-Match has it (B-10)
 * @param path as it was sent
 * @param endpoint {@code Users} of {@code /Users/2819…}
 * @param target the id in the path, or {@code bulkId:…}; null for a POST
 * @param data the body of the single request; null for a DELETE
 * @param flaw why this can never be carried out
 */
public record BulkOperation(
    String method,
    String bulkId,
    String version,
    String path,
    String endpoint,
    String target,
    JsonObject data,
    Optional<ScimException> flaw) {
  private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

  /**
   * No query, no escapes, no dots to climb by, nothing below a resource: what is addressed is read
   * off, never resolved (B-11).
   */
  private static final Pattern PATH =
      Pattern.compile("/(\\w+)(?:/([\\w~-][\\w.~-]*|(?i:bulkId):[^/?#%\\\\]+))?/?");

  static BulkOperation of(JsonObject json, Tolerances tolerances) {
    List<ScimException> flaws = new ArrayList<>();
    String sent = text(json, "method", flaws);
    String method = sent == null ? "" : sent.strip().toUpperCase(Locale.ROOT);
    String path = text(json, "path", flaws);
    String bulkId = text(json, "bulkId", flaws);
    String version = text(json, "version", flaws);
    if (!METHODS.contains(method)) {
      flaws.add(ScimException.invalidValue("method must be POST, PUT, PATCH or DELETE."));
      return new BulkOperation(sent, bulkId, version, path, null, null, null, first(flaws));
    }
    if (!method.equals(sent)) {
      try {
        tolerances.record(Tolerance.METHOD_CASE, method);
      } catch (ScimException strictly) {
        flaws.add(strictly);
      }
    }
    JsonObject data = method.equals("DELETE") ? null : data(json, method, flaws);
    Matcher place = PATH.matcher(path == null ? "" : path);
    if (!place.matches()) {
      flaws.add(
          ScimException.invalidPath(
              "path must be /Users, /Groups, or one of them with an id, relative to the base URL"
                  + " and without anything else, such as /Users/bulkId:ada."));
      return new BulkOperation(method, bulkId, version, path, null, null, data, first(flaws));
    }
    check(method, place.group(1), place.group(2), bulkId, flaws);
    return new BulkOperation(
        method, bulkId, version, path, place.group(1), place.group(2), data, first(flaws));
  }

  public boolean isPost() {
    return "POST".equals(method);
  }

  private static void check(
      String method, String endpoint, String target, String bulkId, List<ScimException> flaws) {
    boolean post = method.equals("POST");
    if (post != (target == null)) {
      flaws.add(
          new ScimException(
              405,
              null,
              post
                  ? "POST creates a resource and takes no id in its path: /" + endpoint + "."
                  : method + " needs the id of a resource in its path: /" + endpoint + "/{id}."));
    }
    if (post && (bulkId == null || bulkId.isBlank())) {
      flaws.add(
          ScimException.invalidValue(
              "bulkId: a POST needs one, a name of your choice that no other operation of the"
                  + " request has."));
    }
  }

  private static JsonObject data(JsonObject json, String method, List<ScimException> flaws) {
    try {
      if (ScimJson.member(json, "data").orElse(JsonValue.NULL) instanceof JsonObject data) {
        return data;
      }
      flaws.add(
          ScimException.invalidSyntax(
              "data must be an object, the body that "
                  + method
                  + " would have as a request of its own."));
    } catch (ScimException twice) {
      flaws.add(twice);
    }
    return null;
  }

  private static String text(JsonObject json, String name, List<ScimException> flaws) {
    try {
      JsonValue value = ScimJson.member(json, name).orElse(JsonValue.NULL);
      if (value instanceof JsonString text) {
        return text.getString();
      }
      if (value != JsonValue.NULL) {
        flaws.add(ScimException.invalidValue(name + " must be a string."));
      }
    } catch (ScimException twice) {
      flaws.add(twice);
    }
    return null;
  }

  private static Optional<ScimException> first(List<ScimException> flaws) {
    return flaws.stream().findFirst();
  }
}

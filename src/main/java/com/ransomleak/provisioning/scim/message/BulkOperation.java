package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
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
 * One operation of a {@link BulkRequest}. An invalid operation has only the members that could be
 * read; the others are null.
 *
 * @param method in upper case; as it was sent when it is unknown
 * @param bulkId the name by which other operations refer to the new resource
 * @param version the expected version, in the syntax of If-Match (B-10)
 * @param path as it was sent
 * @param endpoint {@code Users} of {@code /Users/2819…}
 * @param target the id in the path, or {@code bulkId:…}; null for a POST
 * @param data the body of the single request; null for a DELETE
 * @param error the first reason why the operation is invalid
 */
public record BulkOperation(
    String method,
    String bulkId,
    String version,
    String path,
    String endpoint,
    String target,
    JsonObject data,
    Optional<ScimException> error) {
  private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

  /** Without query, escapes, dot segments or anything below a resource, so nothing is resolved. */
  private static final Pattern PATH =
      Pattern.compile("/(\\w+)(?:/([\\w~-][\\w.~-]*|(?i:bulkId):[^/?#%\\\\]+))?/?");

  static BulkOperation of(JsonObject json, Warnings warnings) {
    List<ScimException> errors = new ArrayList<>();
    String sent = text(json, "method", errors);
    String method = sent == null ? "" : sent.strip().toUpperCase(Locale.ROOT);
    String path = text(json, "path", errors);
    String bulkId = text(json, "bulkId", errors);
    String version = text(json, "version", errors);
    if (!METHODS.contains(method)) {
      errors.add(ScimException.invalidValue("method must be POST, PUT, PATCH or DELETE."));
      return new BulkOperation(sent, bulkId, version, path, null, null, null, first(errors));
    }
    if (!method.equals(sent)) {
      try {
        warnings.add(WarningType.METHOD_CASE, method);
      } catch (ScimException strict) {
        errors.add(strict);
      }
    }
    JsonObject data = method.equals("DELETE") ? null : data(json, method, errors);
    Matcher matcher = PATH.matcher(path == null ? "" : path);
    if (!matcher.matches()) {
      errors.add(
          ScimException.invalidPath(
              "path must be /Users, /Groups, or one of them with an id, relative to the base URL"
                  + " and without anything else, such as /Users/bulkId:ada."));
      return new BulkOperation(method, bulkId, version, path, null, null, data, first(errors));
    }
    String endpoint = matcher.group(1);
    String target = matcher.group(2);
    if (method.equals("POST") && target != null) {
      errors.add(
          new ScimException(
              405, "POST creates a resource and takes no id in its path: /" + endpoint + "."));
    } else if (!method.equals("POST") && target == null) {
      errors.add(
          new ScimException(
              405, method + " needs the id of a resource in its path: /" + endpoint + "/{id}."));
    }
    if (method.equals("POST") && (bulkId == null || bulkId.isBlank())) {
      errors.add(
          ScimException.invalidValue(
              "bulkId: a POST needs one, a name of your choice that no other operation of the"
                  + " request has."));
    }
    return new BulkOperation(method, bulkId, version, path, endpoint, target, data, first(errors));
  }

  public boolean isPost() {
    return "POST".equals(method);
  }

  private static JsonObject data(JsonObject json, String method, List<ScimException> errors) {
    if (member(json, "data", errors) instanceof JsonObject data) {
      return data;
    }
    errors.add(
        ScimException.invalidSyntax(
            "data must be an object, the body that "
                + method
                + " would have as a request of its own."));
    return null;
  }

  private static String text(JsonObject json, String name, List<ScimException> errors) {
    JsonValue value = member(json, name, errors);
    if (value instanceof JsonString text) {
      return text.getString();
    }
    if (value != JsonValue.NULL) {
      errors.add(ScimException.invalidValue(name + " must be a string."));
    }
    return null;
  }

  private static JsonValue member(JsonObject json, String name, List<ScimException> errors) {
    try {
      return ScimJson.member(json, name).orElse(JsonValue.NULL);
    } catch (ScimException givenTwice) {
      errors.add(givenTwice);
      return JsonValue.NULL;
    }
  }

  private static Optional<ScimException> first(List<ScimException> errors) {
    return errors.stream().findFirst();
  }
}

package com.ransomleak.provisioning.client;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.ransomleak.provisioning.report.OpenApiResource;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The content of {@code openapi.json}. */
public final class ApiDocument {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final JsonObject document;

  private ApiDocument(JsonObject document) {
    this.document = document;
  }

  /** Reads the document of the application. */
  public static ApiDocument read() {
    try (InputStream in = OpenApiResource.class.getResourceAsStream("openapi.json")) {
      return new ApiDocument(ScimJson.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonObject json() {
    return document;
  }

  /** All paths, such as {@code /roles/{id}/members}. */
  public Set<String> paths() {
    return new TreeSet<>(document.getJsonObject("paths").keySet());
  }

  /** The parameters of a path by place and name: {@code query limit}. */
  public Set<String> parameters(String path) {
    Set<String> parameters = new TreeSet<>();
    JsonObject get = operation(path);
    if (get.containsKey("parameters")) {
      for (JsonObject parameter : get.getJsonArray("parameters").getValuesAs(JsonObject.class)) {
        JsonObject resolved = resolved(parameter);
        parameters.add(resolved.getString("in") + " " + resolved.getString("name"));
      }
    }
    return parameters;
  }

  /** The properties of the rows of a list. */
  public Set<String> itemProperties(String path) {
    JsonObject response = operation(path).getJsonObject("responses").getJsonObject("200");
    JsonObject page =
        resolved(
            response
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema"));
    JsonObject items = page.getJsonObject("properties").getJsonObject("items");
    JsonObject row = resolved(items.getJsonObject("items"));
    return new TreeSet<>(row.getJsonObject("properties").keySet());
  }

  /** The described path that an address matches; empty if none matches. */
  public Optional<String> pathOf(String address) {
    String plain = address.split("\\?", 2)[0];
    return paths().stream()
        .filter(path -> plain.matches(path.replaceAll("\\{[^}]*}", "[^/]+").replace(".", "\\.")))
        // If two match, the one with fewer variables.
        .min(Comparator.comparingInt(path -> path.length() - path.replace("{", "").length()));
  }

  /**
   * The differences between a response and the document; empty if they agree.
   *
   * @param path one of {@link #paths()}
   */
  public List<String> errors(String path, int status, String mediaType, String body) {
    JsonObject responses = operation(path).getJsonObject("responses");
    if (!responses.containsKey(Integer.toString(status))) {
      return List.of("status " + status + " is not described for " + path);
    }
    JsonObject response = resolved(responses.getJsonObject(Integer.toString(status)));
    JsonObject content =
        response.getJsonObject("content").getJsonObject(mediaType.split(";", 2)[0]);
    if (content == null) {
      return List.of(mediaType + " is not described for " + status + " of " + path);
    }
    return mediaType.contains("json") ? errors(content.getJsonObject("schema"), body) : List.of();
  }

  /** The differences between a problem document and its schema. */
  public List<String> problemErrors(String body) {
    return errors(ScimJson.object().add("$ref", "#/components/schemas/Problem").build(), body);
  }

  private List<String> errors(JsonObject schema, String body) {
    // References in the schema point into the document.
    JsonObject root =
        ScimJson.object(schema).add("components", document.getJsonObject("components")).build();
    return SCHEMAS.getSchema(ScimJson.write(root)).validate(body, InputFormat.JSON).stream()
        .map(Error::toString)
        .toList();
  }

  private JsonObject operation(String path) {
    return document.getJsonObject("paths").getJsonObject(path).getJsonObject("get");
  }

  private JsonObject resolved(JsonObject object) {
    return object.containsKey("$ref")
        ? Json.createPointer(object.getString("$ref").substring(1))
            .getValue(document)
            .asJsonObject()
        : object;
  }
}

package com.ransomleak.provisioning.benchmark;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The users and groups that requests are about. The product itself makes them, so the tables are
 * what it makes them.
 */
final class Dataset {
  private static final int MEMBERS_PER_REQUEST = 1000;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final DatabaseAccess access;
  private final Path users;
  private final Map<String, String> constants = new TreeMap<>();

  /**
   * Begins without users.
   *
   * @param users the CSV file of id, userName and ceiling item, from which requests take a random
   *     line
   */
  Dataset(DatabaseAccess access, Path users) throws IOException {
    this.access = access;
    this.users = users;
    Files.createDirectories(users.getParent());
    Files.writeString(users, "");
  }

  Path users() {
    return users;
  }

  /** A path with the constants of this data set. */
  String fill(String path) {
    String filled = path;
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      filled = filled.replace(constant.getKey(), constant.getValue());
    }
    return filled;
  }

  /** How many users there are now. */
  int count() throws SQLException {
    return Integer.parseInt(rows("select count(*) from provisioning.scim_user").get(0));
  }

  /** Writes the file of users, and creates the groups. */
  void complete(String origin, String token)
      throws IOException, InterruptedException, SQLException {
    try (Connection migrator = access.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute("vacuum analyze");
    }
    List<String> lines =
        rows(
            """
            select u.id || ',' || u.user_name_key || ',' || i.id
            from (select u.*, row_number() over () n from provisioning.scim_user u
              join provisioning.tenant t on t.tenant_id = u.tenant_id and t.subdomain = 'acme') u
            join (select *, row_number() over () n from ceiling.item) i
              on i.n = u.n % (select count(*) from ceiling.item) + 1
            """);
    Files.write(users, lines);
    List<String> ids = lines.stream().map(line -> line.substring(0, 36)).toList();
    constants.put("@lastPage@", Integer.toString(Math.max(1, ids.size() - 99)));
    for (int size : List.of(5_000, 50_000)) {
      int members = Math.min(size, ids.size() / 2);
      constants.put(
          "@group" + size + "@", group(origin, token, "Group of " + size, ids.subList(0, members)));
    }
  }

  private static String group(String origin, String token, String name, List<String> members)
      throws IOException, InterruptedException {
    String created =
        send(
            origin + "/scim/v2/Groups",
            token,
            "POST",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"%s\"}"
                .formatted(name));
    String id = created.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    for (int i = 0; i < members.size(); i += MEMBERS_PER_REQUEST) {
      String values =
          members.subList(i, Math.min(i + MEMBERS_PER_REQUEST, members.size())).stream()
              .map("{\"value\":\"%s\"}"::formatted)
              .collect(Collectors.joining(","));
      send(
          origin + "/scim/v2/Groups/" + id,
          token,
          "PATCH",
          """
          {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
           "Operations":[{"op":"add","path":"members","value":[%s]}]}
          """
              .formatted(values));
    }
    return id;
  }

  private static String send(String uri, String token, String method, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + uri + ": " + response.body());
    }
    return response.body();
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection migrator = access.connectAsMigrator();
        Statement statement = migrator.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}

package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One tenant with the token and the ids of another: nothing is seen, nothing is changed. */
class TenantIsolationIT {
  private static final String UNKNOWN = "0197a5f0-0000-7000-8000-0000000000aa";

  private final ScimClient acme = ScimClient.of("acme");
  private final ScimClient globex = ScimClient.of("globex");
  private final String name = ScimClient.unique();
  private String foreignUser;
  private String foreignGroup;

  @BeforeEach
  void somebodyElseHasData() {
    foreignUser = globex.user(name);
    foreignGroup = globex.group(name, foreignUser);
  }

  static Stream<Arguments> requests() {
    String title = "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"x\"}";
    return Stream.of(
        request("GET", (c, path) -> c.get(path)),
        request("GET with attributes", (c, path) -> c.get(path + "?attributes=id")),
        request("PATCH", (c, path) -> c.patch(path, title)),
        request("PATCH with If-Match", (c, path) -> c.with("If-Match", "*").patch(path, title)),
        request("DELETE", (c, path) -> c.delete(path)),
        request(
            "PUT",
            (c, path) ->
                c.put(
                    path,
                    path.contains("Users")
                        ? ScimClient.userBody("taken-over", "")
                        : ScimClient.groupBody("taken-over"))));
  }

  private static Arguments request(String what, BiFunction<ScimClient, String, ScimAnswer> send) {
    return Arguments.of(what, send);
  }

  @ParameterizedTest(
      name = "R-03, N-04, ER-05: {0} of another tenant's id answers as of an unknown")
  @MethodSource("requests")
  void anotherTenantsIdIsUnknown(String what, BiFunction<ScimClient, String, ScimAnswer> send) {
    for (String endpoint : List.of("/Users/", "/Groups/")) {
      String foreign = endpoint.equals("/Users/") ? foreignUser : foreignGroup;
      ScimAnswer ofForeign = send.apply(acme, endpoint + foreign).expect(404);
      ScimAnswer ofUnknown = send.apply(acme, endpoint + UNKNOWN).expect(404);
      assertEquals(ofUnknown.body(), ofForeign.body().replace(foreign, UNKNOWN), what);
      assertEquals(ofUnknown.headers().map().keySet(), ofForeign.headers().map().keySet(), what);
      assertEquals(
          name,
          globex
              .get(endpoint + foreign)
              .expect(200)
              .text(endpoint.equals("/Users/") ? "/userName" : "/displayName"));
    }
  }

  @Test
  @DisplayName("N-04, F-26, G-08: lists and filters show one tenant only, whatever the filter says")
  void listsShowOneTenant() {
    for (String query :
        List.of(
            "/Users?filter=id eq \"" + foreignUser + "\"",
            "/Users?filter=userName eq \"" + name + "\"",
            "/Users?filter=userName eq \"" + name + "\" or id eq \"" + foreignUser + "\"",
            "/Users?filter=groups.value eq \"" + foreignGroup + "\"",
            "/Groups?filter=displayName eq \"" + name + "\"",
            "/Groups?filter=members.value eq \"" + foreignUser + "\"")) {
      assertEquals(0, acme.get(query).expect(200).total(), query);
      assertEquals(1, globex.get(query).expect(200).total(), query);
    }
    ScimAnswer all = acme.get("/Users?filter=userName pr or id pr&count=1000").expect(200);
    assertFalse(all.body().contains(foreignUser));
  }

  @Test
  @DisplayName("Known bug 14, U-16: another tenant's user joins no group and becomes no manager")
  void anotherTenantsUserIsNoMemberAndNoManager() {
    String group = acme.group(name);
    String add = "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}";
    ScimAnswer ofForeign = acme.patch("/Groups/" + group, add.formatted(foreignUser)).expect(204);
    ScimAnswer ofUnknown = acme.patch("/Groups/" + group, add.formatted(UNKNOWN)).expect(204);
    assertEquals(ofUnknown.etag(), ofForeign.etag());
    assertEquals(null, acme.get("/Groups/" + group).value("/members/0"));
    assertEquals(1, globex.get("/Users/" + foreignUser).json().getJsonArray("groups").size());

    String manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    ScimAnswer report =
        acme.post(
                "/Users",
                ScimClient.userBody(
                    name, ",\"%s\":{\"manager\":\"%s\"}".formatted(manager, foreignUser)))
            .expect(201);
    assertEquals(null, report.value("/" + manager + "/manager/$ref"));
  }

  @Test
  @DisplayName(
      "T-08, N-01, N-02, known bug 14: a token opens its own tenant; elsewhere it is unknown")
  void aTokenOpensItsOwnTenantOnly() {
    ScimClient withForeignToken =
        globex.with("Authorization", "Bearer " + RunningServer.get().token("acme"));
    ScimClient withUnknownToken = globex.with("Authorization", "Bearer rlscim_" + "0".repeat(64));
    for (String path : List.of("/Users", "/Users/" + foreignUser, "/Groups", "/Schemas", "/Me")) {
      assertSame(withUnknownToken.get(path).expect(401), withForeignToken.get(path).expect(401));
    }
    withForeignToken.delete("/Users/" + foreignUser).expect(401);
    globex.get("/Users/" + foreignUser).expect(200);
  }

  @Test
  @DisplayName("T-08: the token opens /scim/v2 and nothing else")
  void theTokenOpensScimOnly() {
    for (String path : List.of("~/", "~/v3", "~/../console", "~/../error")) {
      ScimAnswer answer = acme.get(path);
      assertTrue(answer.status() >= 400, answer::toString);
    }
  }

  @Test
  @DisplayName("N-06: a host that is no tenant's looks like one without a token")
  void anUnknownHostLooksLikeAKnownOneWithoutToken() {
    int port = RunningServer.get().baseUri().getPort();
    for (String host : List.of("unknown.localhost", "acme.unknown.localhost", "example.com")) {
      ScimClient unknown = ScimClient.anonymous("acme").with("Host", host + ":" + port);
      ScimClient known = ScimClient.anonymous("acme");
      for (String path : List.of("/Users", "/Users/" + foreignUser, "/Schemas")) {
        assertSame(known.get(path).expect(401), unknown.get(path).expect(401));
        String token = "Bearer " + RunningServer.get().token("acme");
        String noToken = "Bearer rlscim_" + "1".repeat(64);
        assertSame(
            known.with("Authorization", noToken).get(path).expect(401),
            unknown.with("Authorization", token).get(path).expect(401));
      }
    }
  }

  private static void assertSame(ScimAnswer expected, ScimAnswer actual) {
    assertEquals(expected.body(), actual.body());
    assertEquals(expected.header("WWW-Authenticate"), actual.header("WWW-Authenticate"));
    assertEquals(expected.headers().map().keySet(), actual.headers().map().keySet());
  }
}

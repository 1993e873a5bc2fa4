package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** V9: SCIM cannot rename one administrator after another until nobody knows a userName. */
@TestTenant(value = "bachmanity", administrator = true)
class RenamedAdministratorIT {
  private static final String TENANT = "bachmanity";
  private static final String OFF = "{\"op\":\"replace\",\"value\":{\"active\":false}}";

  @Test
  @DisplayName(
      "An administrator whom SCIM renamed counts again after signing in with the new userName (V9)")
  void whoWasRenamedIsNotTheOneWhoIsLeft() throws Exception {
    ScimClient okta = ScimClient.of(TENANT);
    String first = idOf(okta, Browser.ADMINISTRATOR);
    String userName = ScimClient.unique();
    String second = okta.user(userName);
    String role = "/Groups/" + administratorRole(okta);
    allowPushes();
    okta.patch(role, add(second)).expect(204);
    ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.at(TENANT).signedIn(userName);

    String other = userName + "-other";
    okta.patch("/Users/" + first, userName(other)).expect(200);
    for (ScimAnswer answer :
        List.of(
            okta.patch("/Users/" + second, userName(userName + "x")),
            okta.patch("/Users/" + second, OFF),
            okta.delete("/Users/" + second),
            okta.patch(role, remove(second)),
            okta.put(role, ScimClient.groupBody("Administrator", first)))) {
      assertTrue(answer.expect(409).detail().contains("signed in with it"), answer::toString);
    }
    okta.patch("/Users/" + first, userName(Browser.ADMINISTRATOR)).expect(200);
    okta.patch("/Users/" + second, userName(userName + "x")).expect(200);
    okta.patch("/Users/" + first, userName(other)).expect(409);
    okta.patch("/Users/" + second, userName(userName)).expect(200);

    okta.patch("/Users/" + first, userName(other)).expect(200);
    ConsoleClient.at(TENANT).signedIn(other);
    okta.patch("/Users/" + second, userName(userName + "x")).expect(200);
    okta.patch("/Users/" + second, OFF).expect(200);
    okta.patch("/Users/" + first, userName(Browser.ADMINISTRATOR)).expect(409);
  }

  private static String userName(String value) {
    return "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + value + "\"}";
  }

  private static String idOf(ScimClient client, String userName) {
    return client.get("/Users?filter=userName eq \"" + userName + "\"").text("/Resources/0/id");
  }

  private static String administratorRole(ScimClient client) {
    return client.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
  }

  private static String add(String user) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + user + "\"}]}";
  }

  private static String remove(String user) {
    return "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + user + "\\\"]\"}";
  }

  private static void allowPushes() throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      update.execute(
          "update provisioning.role r set push_allowed = true from provisioning.tenant t where"
              + " t.tenant_id = r.tenant_id and r.built_in and t.subdomain = '"
              + TENANT
              + "'");
    }
  }
}

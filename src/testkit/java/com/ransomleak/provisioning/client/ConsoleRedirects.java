package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** The redirects of the console. */
public final class ConsoleRedirects {
  private ConsoleRedirects() {}

  /** Checks that each redirect leads to a path, for a visitor and for an administrator. */
  public static void assertPaths(ConsoleClient visitor) {
    ConsoleClient admin = visitor.signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Answer page = admin.get("/admin/account/password");
    for (ConsoleClient.Answer answer :
        List.of(
            visitor.get("/"),
            visitor.get("/admin"),
            visitor.get("/admin/integrations/scim-provisioning"),
            visitor.post("/admin/integrations/scim-provisioning", page.form("leave")),
            visitor.trySignIn(Browser.ADMINISTRATOR, Browser.PASSWORD),
            admin.get("/"),
            admin.get("/admin/"),
            admin.get("/admin/integrations"),
            admin.get("/admin/roles/"),
            admin.post("/admin/account/password", page.form("leave").with("signOut", "")))) {
      assertEquals(303, answer.status(), answer.body());
      assertTrue(answer.header("Location").startsWith("/"), answer.header("Location"));
    }
  }
}

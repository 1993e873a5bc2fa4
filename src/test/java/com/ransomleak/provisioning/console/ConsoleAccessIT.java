package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ConsoleRedirects;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual ways to pages: addresses, redirects, tokens, odd requests. */
@TestTenant(value = "wonka", administrator = true)
@TestTenant(value = "nakatomi", administrator = true)
class ConsoleAccessIT {
  private static final String TENANT = "nakatomi";
  private static final String SCIM_PAGE = "/admin/integrations/scim-provisioning";

  private static ConsoleClient signedIn;

  @BeforeAll
  static void signIn() {
    signedIn = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/admin//evil.example",
        "/admin/../../evil",
        "/%2Fevil.example",
        "/admin/\r\nX: y",
        "/admin/reports/people?search=%0D%0AX:%20y",
        "/admin/reports/people?search=%C2%85",
        "/admin/嘍嘊X:y",
        "/admin/%2e%2e/evil",
        "/admin/\\evil.example",
        "/admin/%5C%5Cevil.example",
        "/admin/reports/people?search=%",
        "/administrator",
        "javascript:alert(1)"
      })
  @DisplayName("Signing in leads only to pages of this console")
  void noOpenRedirect(String to) {
    assertEquals(
        "/",
        ConsoleClient.at(TENANT).signInTo(Browser.ADMINISTRATOR, Browser.PASSWORD, to).redirect());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/reports/people?search=O%27Brien",
        "/admin/reports/people?search=%22Bo%22+%28R%26D%29+*%7E%21%23%24%3B%3Cb%3E",
        "/admin/reports/people?search=Z%C3%BCrich&after=LWRvd24_",
        "/admin/integrations/activity"
      })
  @DisplayName("Signing in leads back to the requested page with its search")
  void backToThePage(String to) {
    String asked = ConsoleClient.at(TENANT).get(to).header("Location");
    String carried = URLDecoder.decode(asked.split("to=", 2)[1], StandardCharsets.UTF_8);
    assertEquals(to, carried);
    assertEquals(
        to,
        ConsoleClient.at(TENANT)
            .signInTo(Browser.ADMINISTRATOR, Browser.PASSWORD, carried)
            .header("Location"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "/admin/",
        "/admin/integrations/activity",
        "/admin/integrations/activity.xhtml",
        "//admin/integrations/activity.xhtml",
        "/admin//integrations/activity.xhtml",
        "/admin/integrations/activity.xhtml;x=1",
        "/admin;x=1/integrations/activity.xhtml",
        "/%61dmin/integrations/activity.xhtml",
        "/./admin/integrations/activity.xhtml",
        "/x/../admin/integrations/activity.xhtml",
        "/Admin/integrations/activity.xhtml",
        "/admin/integrations/activity.xhtml/",
        "/sign-in/../admin/integrations/activity.xhtml",
        "/jakarta.faces.resource/../admin/integrations/activity.xhtml",
        "/admin%2fintegrations%2factivity.xhtml",
        "/sign-in.xhtml/admin/integrations/activity.xhtml",
        "/WEB-INF/templates/admin.xhtml",
        "/faces/admin/integrations/activity.xhtml",
        "/faces/admin/integrations/activity",
        "/faces/admin/roles/roles.xhtml?jakarta.faces.ViewState=stateless",
        "/faces/",
        "/admin/integrations/activity.jsf",
        "/admin/integrations/activity.faces",
        "/jakarta.faces.resource/admin/integrations/activity.xhtml",
        "/error/../admin/integrations/activity.xhtml",
        "/scim/../admin/integrations/activity.xhtml"
      })
  @DisplayName("However the path is written, no page is shown without a session")
  void noWayAround(String path) {
    ConsoleClient.Answer answer = ConsoleClient.at(TENANT).get(path);
    assertTrue(answer.status() >= 300, answer.body());
    assertTrue(answer.status() < 500, answer.body());
    assertFalse(answer.body().contains("<nav"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/faces" + SCIM_PAGE + ".xhtml", SCIM_PAGE + ".jsf", SCIM_PAGE})
  @DisplayName("However the path is written, no form works without a session")
  void noFormWithoutASession(String path) {
    String before = signedIn.get(SCIM_PAGE).field("expected");
    ConsoleClient.Form form =
        signedIn.get(SCIM_PAGE).form("form").with("generate", "").with("form-token", null);
    ConsoleClient.Answer answer = ConsoleClient.at(TENANT).post(path, form);
    assertTrue(answer.status() >= 300 && answer.status() < 500, answer.body());
    assertFalse(answer.body().contains("rlscim_"), answer.body());
    assertEquals(before, signedIn.get(SCIM_PAGE).field("expected"));
  }

  @Test
  @DisplayName("A form sent by GET is rejected")
  void formsByGet() {
    ConsoleClient.Answer page = signedIn.get(SCIM_PAGE);
    ConsoleClient.Answer roles = signedIn.get("/admin/roles/roles?search=learner");
    String role = "/admin/roles/role" + roles.between("href=\"role", "\"");
    ConsoleClient.Form push = signedIn.get(role).form("pushing").with("switchPush", "");
    ConsoleClient.Form confirm = signedIn.confirmation("VIEW_REPORTS", role);
    for (ConsoleClient.Answer refused :
        List.of(
            signedIn.byAddress(SCIM_PAGE, page.form("form").with("generate", "")),
            signedIn.byAddress(
                SCIM_PAGE, page.form("form").with("generate", "").with("primefaces.nonce", null)),
            signedIn.byAddress("/admin/roles/role", push),
            signedIn.byAddress("/admin/roles/role", confirm),
            signedIn.byAddress(SCIM_PAGE, page.form("leave").with("signOut", "")),
            signedIn.byAddress("/sign-in", page.form("leave").with("signOut", "")),
            ConsoleClient.at(TENANT)
                .byAddress(
                    "/sign-in",
                    ConsoleClient.at(TENANT)
                        .get("/sign-in")
                        .form("form")
                        .with("userName", Browser.ADMINISTRATOR)
                        .with("password", Browser.PASSWORD)
                        .with("signIn", "")))) {
      assertEquals(403, refused.status(), refused.body());
      assertEquals("", refused.header("Set-Cookie"));
    }
    assertEquals(page.field("expected"), signedIn.get(SCIM_PAGE).field("expected"));
    assertEquals(
        push.fields().get("allowed"), signedIn.get(role).form("pushing").fields().get("allowed"));
  }

  @Test
  @DisplayName("Every redirect is a path, so that it works behind a proxy")
  void redirectsArePaths() {
    ConsoleRedirects.assertPaths(ConsoleClient.at(TENANT));
  }

  @Test
  @DisplayName(
      "Pages are not cached, run no foreign scripts, and set no cookie for anonymous visitors")
  void headers() {
    ConsoleClient.Answer stranger = ConsoleClient.at(TENANT).get("/sign-in");
    assertEquals("", stranger.header("Set-Cookie"));
    for (ConsoleClient.Answer page : List.of(stranger, signedIn.get(SCIM_PAGE))) {
      assertEquals("no-store", page.header("Cache-Control"));
      assertEquals("nosniff", page.header("X-Content-Type-Options"));
      assertTrue(page.header("Content-Security-Policy").contains("'nonce-"));
      assertEquals(
          1, page.response().headers().allValues("Content-Security-Policy").size(), "one policy");
      assertTrue(page.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
    }
    String cookie =
        ConsoleClient.at(TENANT).trySignIn(Browser.ADMINISTRATOR, Browser.PASSWORD).sessionCookie();
    assertTrue(cookie.contains("HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Lax"), cookie);
  }

  @Test
  @DisplayName("A session gives no access to /scim, and a SCIM token none to the console")
  void twoWorlds() {
    ScimClient.anonymous(TENANT).with("Cookie", signedIn.cookie()).get("/Users").expect(401);
    ConsoleClient withToken =
        ConsoleClient.at("wonka")
            .with("Authorization", "Bearer " + RunningServer.get().token("wonka"));
    assertEquals("/sign-in", withToken.get(SCIM_PAGE).redirect());
  }

  @Test
  @DisplayName("Oversized forms, odd parameters and expired views never cause a 500")
  void oddRequests() {
    assertEquals(
        413,
        signedIn
            .post(SCIM_PAGE, signedIn.get(SCIM_PAGE).form("form").with("x", "x".repeat(70_000)))
            .status());
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    // Rejected before the body is read.
    for (ConsoleClient.Form chunked : List.of(form, form.with("jakarta.faces.RenderKitId", "x"))) {
      ConsoleClient.Answer refused = signedIn.postChunked(SCIM_PAGE, chunked);
      assertEquals(411, refused.status());
      assertTrue(refused.body().contains("Content-Length"), refused.body());
    }
    assertEquals(200, signedIn.post(SCIM_PAGE, form.with("expected", "nonsense")).status());
    for (ConsoleClient.Form strange :
        List.of(
            form.with("jakarta.faces.ViewState", "-123:456"),
            form.with("primefaces.nonce", null),
            form.with("primefaces.nonce", "abc"),
            form.with("primefaces.nonce", "A".repeat(48)),
            form.with("jakarta.faces.RenderKitId", "x"),
            form.with("primefaces.nonce", "<script>"))) {
      ConsoleClient.Answer refused = signedIn.post(SCIM_PAGE, strange);
      assertEquals(403, refused.status());
      assertTrue(refused.body().contains("Open the page again"), refused.body());
    }
    for (String odd :
        List.of(
            "integrations/activity?after=x&kind=%00",
            "integrations/activity?search=%25_%5C%27%22%3Cscript%3E",
            "integrations/activity?search=%00",
            "integrations/activity?after=-1",
            "integrations/activity?after=00000000-0000-0000-0000-000000000000",
            "roles/roles?search=%00&after=%FF",
            "roles/roles?after=" + "z".repeat(3000))) {
      assertEquals(200, signedIn.get("/admin/" + odd).status(), odd);
    }
    assertEquals(403, signedIn.get("/sign-in?jakarta.faces.RenderKitId=x").status());
    assertEquals(404, signedIn.get("/admin/roles/role").status());
    assertEquals(404, signedIn.get("/admin/integrations/activity-entry?id=x").status());
  }
}

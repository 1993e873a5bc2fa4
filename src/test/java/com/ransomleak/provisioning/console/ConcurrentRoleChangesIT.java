package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Changes of one role that wait for each other. The test locks the role until all of them wait, so
 * that they happen in the order of their requests.
 */
@TestTenant(value = "hydra", administrator = true)
class ConcurrentRoleChangesIT {
  private static final String TENANT = "hydra";
  private static final String ROLES = "/admin/roles/roles";
  private static final String INVITE = "/admin/roles/invite";
  private static final String STALE = "Nothing was changed";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();
  private ConsoleClient admin;
  private String role;
  private String page;
  private String ada;
  private String bob;

  @BeforeEach
  void roleWithAda() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ada = okta.user(name + "-ada");
    bob = okta.user(name + "-bob");
    ConsoleClient.Form form = admin.get(ROLES).form("make");
    admin.post(
        ROLES,
        form.with("newRole", "Role " + name).with("granted", "VIEW_REPORTS").with("create", ""));
    role = okta.get("/Groups?filter=displayName eq \"Role " + name + "\"").text("/Resources/0/id");
    page = "/admin/roles/role?id=" + role;
    assertTrue(invitation("ada").get().contains("rllink_"));
  }

  @Test
  @DisplayName("An invitation that waits for the deletion of its role changes nothing and says so")
  void deleteThenInvite() throws Exception {
    List<String> answers = inOrder(deletion(), invitation("bob"));
    assertTrue(answers.get(0).contains("was deleted"), answers.get(0));
    assertTrue(answers.get(1).contains(STALE), answers.get(1));
    okta.get("/Groups/" + role).expect(404);
    assertFalse(
        admin
            .get("/admin/integrations/activity?search=" + name + "-bob")
            .body()
            .contains("was given access"),
        "no access was given");
  }

  @Test
  @DisplayName("A role is not deleted if an invitation gives it to somebody whom nobody saw")
  void inviteThenDelete() throws Exception {
    List<String> answers = inOrder(invitation("bob"), deletion());
    assertTrue(answers.get(0).contains("rllink_"), answers.get(0));
    assertTrue(answers.get(1).contains(STALE), answers.get(1));
    assertEquals(List.of(name + "-ada", name + "-bob"), members());
  }

  @Test
  @DisplayName("Removing a member of a role that is deleted meanwhile changes nothing")
  void deleteThenRemove() throws Exception {
    List<String> answers = inOrder(deletion(), removal());
    assertTrue(answers.get(0).contains("was deleted"), answers.get(0));
    assertTrue(answers.get(1).contains("Page not found"), answers.get(1));
  }

  @Test
  @DisplayName("A push that was allowed after Remove adds the member again")
  void removeThenPush() throws Exception {
    List<String> answers = inOrder(removal(), pushes());
    assertTrue(answers.get(0).contains("does not have the role"), answers.get(0));
    assertEquals("204", push(ada, bob).get());
    assertEquals(List.of(name + "-ada", name + "-bob"), members());
  }

  @Test
  @DisplayName("A push before it is allowed is rejected and does not undo Remove")
  void removeThenRejectedPush() throws Exception {
    List<String> answers = inOrder(removal(), push(ada, bob));
    assertTrue(answers.get(0).contains("does not have the role"), answers.get(0));
    assertEquals("409", answers.get(1));
    assertEquals(List.of(), members());
  }

  @Test
  @DisplayName("Remove that waits for a push does not change what the identity provider decides")
  void pushThenRemove() throws Exception {
    Supplier<String> removal = removal();
    inOrder(pushes());
    List<String> answers = inOrder(push(ada, bob), removal);
    assertEquals("204", answers.get(0));
    assertTrue(answers.get(1).contains("accepts group pushes"), answers.get(1));
    assertEquals(List.of(name + "-ada", name + "-bob"), members());
  }

  private Supplier<String> deletion() {
    ConsoleClient.Form form =
        admin.get(page + "&delete=true").form("deletion").with("deleteRole", "true");
    return () -> admin.post(page, form).body();
  }

  private Supplier<String> invitation(String person) {
    String address = INVITE + "?person=" + name + "-" + person + "&role=" + role;
    ConsoleClient.Form form = admin.get(address).form("invitation").with("invite", "true");
    return () -> admin.post(INVITE, form).body();
  }

  private Supplier<String> removal() {
    ConsoleClient.Form form = admin.get(page).form("people").with("removeFor", ada);
    return () -> admin.post(page, form).body();
  }

  /** Allows pushes. */
  private Supplier<String> pushes() {
    ConsoleClient.Form form = admin.get(page).form("pushing").with("switchPush", "");
    return () -> admin.post(page, form).body();
  }

  private Supplier<String> push(String... users) {
    String members =
        "{\"op\":\"replace\",\"path\":\"members\",\"value\":" + ScimClient.memberList(users) + "}";
    return () -> String.valueOf(okta.patch("/Groups/" + role, members).status());
  }

  private List<String> members() throws SQLException {
    return ServerDatabase.strings(
        "select user_name from provisioning.role_member m join provisioning.scim_user u on"
            + " u.tenant_id = m.tenant_id and u.id = m.user_id where m.role_id = ?::uuid order by"
            + " 1",
        role);
  }

  @SafeVarargs
  private List<String> inOrder(Supplier<String>... changes) throws Exception {
    List<CompletableFuture<String>> waiting = new ArrayList<>();
    try (Connection blocker = ServerDatabase.superuser();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("select from provisioning.role where id = '" + role + "' for update");
      for (Supplier<String> change : changes) {
        waiting.add(CompletableFuture.supplyAsync(change, task -> new Thread(task).start()));
        Eventually.holds(
            "each change waits", () -> assertEquals(waiting.size(), waitingBackends(statement)));
      }
      blocker.rollback();
    }
    List<String> answers = new ArrayList<>();
    for (CompletableFuture<String> change : waiting) {
      answers.add(change.get(60, TimeUnit.SECONDS));
    }
    return answers;
  }

  private static int waitingBackends(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            with recursive waiting (pid) as (
              select pg_backend_pid()
              union
              select a.pid from waiting w join pg_stat_activity a on w.pid = any (pg_blocking_pids(a.pid)))
            select count(*) - 1 from waiting
            """)) {
      row.next();
      return row.getInt(1);
    }
  }
}

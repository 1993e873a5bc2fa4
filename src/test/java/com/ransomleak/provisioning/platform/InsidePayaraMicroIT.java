package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.account.FullHashingPool;
import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.account.SignIn;
import com.ransomleak.provisioning.account.TooBusyException;
import com.ransomleak.provisioning.activity.ActivityNotes;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserQueries;
import com.ransomleak.provisioning.user.Users;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.UserTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What only the inside of a server shows: injection, pools, transactions, timers, weaving. The real
 * WAR with this class added. The adapter starts a server for each class that has a deployment, so
 * this is the one; other concerns belong in methods here.
 */
@ExtendWith(ArquillianExtension.class)
@Tag("payara-micro")
class InsidePayaraMicroIT {
  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource requests;

  @Resource private UserTransaction transaction;
  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;
  @Inject private Users users;
  @Inject private UserQueries queries;
  @Inject private SignIn signIn;
  @Inject private PasswordLinks passwords;
  @Inject private FullHashingPool fullHashingPool;

  @Deployment
  static WebArchive realWar() {
    WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, ProjectFiles.war().toFile());
    // It lets nobody through to paths that the product does not have, such as Arquillian's.
    war.delete("/WEB-INF/classes/com/ransomleak/provisioning/console/ConsoleFilter.class");
    war.addClass(FullHashingPool.class);
    return war;
  }

  @Test
  @DisplayName("Requests use a login that row security binds")
  void requestsUseTheApplicationLogin() throws SQLException {
    try (Connection connection = requests.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rolname, rolsuper or rolbypassrls from pg_roles where rolname ="
                    + " current_user")) {
      row.next();
      assertEquals("provisioning_app", row.getString(1));
      assertEquals(false, row.getBoolean(2), "not above row security");
    }
  }

  @Test
  @DisplayName("N-04: a transaction sees the tenant it names, and no row before it names one")
  void aTransactionSeesItsTenantOnly() throws Exception {
    TenantId acme = tenants.bySubdomain("acme").orElseThrow().id();
    // More rounds than the pool has connections, so that each is used again after a tenant was
    // named on it.
    for (int i = 0; i < 40; i++) {
      transaction.begin();
      assertThrows(
          UnableToExecuteStatementException.class, this::rolesSeen, "before a tenant is named");
      transaction.rollback();
      transaction.begin();
      nameTenant(acme);
      assertEquals(
          rolesOf(acme), rolesSeen(), "without any condition in the statement, only acme's roles");
      transaction.commit();
      assertThrows(
          UnableToExecuteStatementException.class,
          this::rolesSeen,
          "on a pooled connection that was used before");
    }
  }

  @Test
  @DisplayName("N-04: a row of another tenant cannot be written")
  void aRowOfAnotherTenantIsRefused() throws Exception {
    TenantId acme = tenants.bySubdomain("acme").orElseThrow().id();
    TenantId globex = tenants.bySubdomain("globex").orElseThrow().id();
    transaction.begin();
    try {
      nameTenant(acme);
      assertThrows(
          UnableToExecuteStatementException.class,
          () ->
              jdbi.useHandle(
                  handle ->
                      handle.execute(
                          "insert into provisioning.team (tenant_id, id, name, name_key)"
                              + " values (?, gen_random_uuid(), 'x', 'x')",
                          globex.value())));
    } finally {
      transaction.rollback();
    }
  }

  @Test
  @DisplayName("Entities are woven, so that changes are tracked")
  void entitiesAreWoven() {
    assertTrue(
        Stream.of(User.class.getInterfaces())
            .anyMatch(type -> type.getSimpleName().equals("PersistenceWeaved")),
        () -> List.of(User.class.getInterfaces()).toString());
  }

  @Test
  @DisplayName("V-06: a write through JPA moves the version, a refused one leaves nothing behind")
  void writesThroughJpaAreVersionedAndAtomic() {
    TenantId acme = tenants.bySubdomain("acme").orElseThrow().id();
    ScimRequestContext exchange =
        new ScimRequestContext(
            acme,
            null,
            Actor.provider("test", "127.0.0.1"),
            "http://localhost/scim/v2",
            "test",
            "POST",
            "/Users",
            new ActivityNotes(new Warnings()));
    JsonObject document =
        ScimJson.parse(
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"inside@acme"}
            """
                .getBytes(StandardCharsets.UTF_8));
    StoredResource created =
        users.create(acme, request(exchange, null, EntityTags.ABSENT), document);
    JsonObject titled = ScimJson.object(document).add("title", "Tester").build();
    StoredResource changed =
        users.replace(acme, request(exchange, created.id(), EntityTags.ABSENT), titled);
    assertEquals(created.version() + 1, changed.version());
    assertThrows(
        ScimException.class,
        () ->
            users.replace(
                acme,
                request(
                    exchange,
                    created.id(),
                    EntityTags.parse("If-Match", EntityTags.of(created.version()))),
                document));
    assertThrows(
        ScimException.class,
        () -> users.create(acme, request(exchange, null, EntityTags.ABSENT), document));
    assertTrue(
        queries
            .find(acme, created.id(), exchange.baseUrl())
            .orElseThrow()
            .json()
            .contains("Tester"));
  }

  private static ResourceRequest request(
      ScimRequestContext context, String id, EntityTags ifMatch) {
    return new ResourceRequest(context, id, null, ifMatch, null);
  }

  @Test
  @DisplayName(
      "A password that was not checked, because no processor was free, does not count as wrong")
  void uncheckedPassword() throws InterruptedException {
    Tenant acme = tenants.bySubdomain("acme").orElseThrow();
    String name = "busy" + UUID.randomUUID();
    Actor person = new Actor(name + "-own", UUID.randomUUID(), null, "192.0.2.8");
    Actor visitor = Actor.anonymous(null, "192.0.2.7");
    fullHashingPool.during(
        acme.id(),
        () -> {
          // More than the throttle accepts without a wait.
          for (int i = 0; i < 8; i++) {
            assertThrows(
                TooBusyException.class,
                () -> signIn.attempt(acme.id(), name, "guess", visitor, Optional.empty()));
            assertThrows(
                TooBusyException.class,
                () -> passwords.change(acme.id(), UUID.randomUUID(), "guess", "another", person));
          }
        });
    assertEquals(
        "signIn.rejected",
        signIn.attempt(acme.id(), name, "guess", visitor, Optional.empty()).rejection());
    assertEquals(
        "password.wrong",
        passwords.change(acme.id(), UUID.randomUUID(), "guess", "another", person).rejection());
  }

  private void nameTenant(TenantId tenant) {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("select set_config('provisioning.tenant', :tenant, true)")
                .bind("tenant", tenant.value().toString())
                .mapTo(String.class)
                .one());
  }

  private long rolesSeen() {
    return jdbi.withHandle(
        handle ->
            handle.createQuery("select count(*) from provisioning.role").mapTo(Long.class).one());
  }

  private long rolesOf(TenantId tenant) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select count(*) from provisioning.role where tenant_id = :tenant")
                .bind("tenant", tenant)
                .mapTo(Long.class)
                .one());
  }
}

package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.SettingsOf;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.tenant.ApiTokens;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Filters and mappers in Jersey's own process: what becomes of each kind of failure (ER-01 … ER-07,
 * H-14, H-15).
 */
class ErrorAnswersTest {
  private static final String DEEP = "select secret from hidden_table";

  private static final Map<String, Supplier<RuntimeException>> FAILURES =
      Map.of(
          "filter", () -> ScimException.invalidFilter("no"),
          "wrapped",
              () -> new IllegalStateException(new RuntimeException(ScimException.noTarget("no"))),
          "taken",
              () ->
                  database(
                      "23505",
                      "duplicate key value violates unique constraint \"user_userName_unique\""),
          "deadlock", () -> database("40P01", DEEP),
          "down", () -> database("08006", DEEP),
          "shutdown", () -> database("57P01", DEEP),
          "pool",
              () ->
                  new PersistenceException(
                      new SQLException("Connection could not be allocated", (String) null)),
          "refused", () -> database("23502", DEEP),
          "fault", () -> new NullPointerException(DEEP),
          "token", () -> Unauthorized.noToken(ApiTokens.Purpose.SCIM));

  /** Of the servlet's request, and properties of the filters' one. */
  private final Map<String, Object> attributes = new HashMap<>();

  private final ApplicationHandler application =
      new ApplicationHandler(
          new ResourceConfig(
                  Failing.class,
                  RequestFilter.class,
                  BodyFilter.class,
                  ResponseFilter.class,
                  ErrorMapper.class,
                  LargeResponseInterceptor.class)
              .property("jersey.config.server.wadl.disableWadl", true)
              .register(
                  new AbstractBinder() {
                    @Override
                    protected void configure() {
                      bind(SettingsOf.deployment(
                              Map.of("provisioning.max-request-size", "2000000")))
                          .to(DeploymentSettings.class);
                      bind(new RejectionRecorder() {
                            @Override
                            void recordUnauthenticated(
                                ContainerRequestContext request,
                                HttpServletRequest servletRequest,
                                ScimException refusal) {
                              // There is no tenant here whose activity could tell it.
                            }
                          })
                          .to(RejectionRecorder.class);
                      bind(new Download()).to(Download.class);
                      bind(servletRequest()).to(HttpServletRequest.class);
                    }
                  }));

  @ParameterizedTest
  @CsvSource({
    "filter,400,invalidFilter",
    "wrapped,400,noTarget",
    "taken,409,uniqueness",
    "deadlock,503,",
    "down,503,",
    "shutdown,503,",
    "pool,503,",
    "refused,500,",
    "fault,500,",
    "token,401,"
  })
  @DisplayName("ER-01: every failure is an error document with its status")
  void failuresAreErrorDocuments(String failure, int status, String scimType) {
    Answer answer = send("GET", "v2/fail/" + failure, null, null);
    assertEquals(status, answer.status());
    assertEquals("application/scim+json", answer.header("Content-Type"));
    assertEquals(Integer.toString(status), answer.body().getString("status"));
    assertEquals(scimType, answer.body().getString("scimType", null));
    assertFalse(answer.body().getString("detail").contains(DEEP), "ER-04: " + answer.body());
  }

  @ParameterizedTest
  @CsvSource({"deadlock", "down", "pool"})
  @DisplayName("H-14: an outage says in whole seconds when to try again")
  void outagesSayWhenToRetry(String failure) {
    assertTrue(
        Integer.parseInt(send("GET", "v2/fail/" + failure, null, null).header("Retry-After")) > 0);
  }

  @Test
  @DisplayName("H-16: a server fault names the request and nothing else")
  void serverFaultsNameTheRequest() {
    Answer answer = send("GET", "v2/fail/fault", null, null);
    assertTrue(answer.body().getString("detail").contains(answer.header("X-Request-Id")));
  }

  @Test
  @DisplayName("T-01: a 401 has a challenge")
  void unauthorizedHasAChallenge() {
    assertEquals(
        "Bearer realm=\"SCIM\"",
        send("GET", "v2/fail/token", null, null).header("WWW-Authenticate"));
  }

  @ParameterizedTest
  @CsvSource({"GET,v2/Nope,404", "DELETE,v2/echo,405", "POST,v2/fail/x,405"})
  @DisplayName("H-04: a refusal of JAX-RS is an error document too")
  void refusalsOfJaxRsAreErrorDocuments(String method, String path, int status) {
    Answer answer = send(method, path, null, null);
    assertEquals(status, answer.status());
    assertEquals(Integer.toString(status), answer.body().getString("status"));
  }

  @Test
  @DisplayName("H-05: a wrong method is told the right ones")
  void wrongMethodsAreToldTheRightOnes() {
    assertTrue(send("DELETE", "v2/echo", null, null).header("Allow").contains("POST"));
  }

  @Test
  @DisplayName("H-07: another version of the protocol is invalidVers")
  void otherVersionsAreInvalidVers() {
    assertEquals("invalidVers", send("GET", "v9/echo", null, null).body().getString("scimType"));
  }

  @ParameterizedTest
  @CsvSource({"v2//echo", "//v2/echo", "v2/echo/"})
  @DisplayName("H-11: doubled slashes are ignored")
  void doubledSlashesAreIgnored(String path) {
    assertEquals(
        200,
        send("POST", path, "application/json", "{}".getBytes(StandardCharsets.UTF_8)).status());
  }

  @ParameterizedTest
  @CsvSource({
    "application/scim+json; charset=utf-8,200",
    "application/json,200",
    "APPLICATION/JSON;charset=UTF-8,200",
    ",200",
    "text/xml,415"
  })
  @DisplayName("H-01, H-02, H-03: SCIM and plain JSON are read with any charset parameter")
  void mediaTypes(String type, int status) {
    assertEquals(
        status, send("POST", "v2/echo", type, "{}".getBytes(StandardCharsets.UTF_8)).status());
  }

  @Test
  @DisplayName("L-06: a body beyond the limit is refused even without a length")
  void bodiesHaveALimit() {
    assertEquals(413, send("POST", "v2/echo", "application/json", new byte[2_000_001]).status());
    assertEquals(200, send("POST", "v2/echo", "application/json", new byte[2_000_000]).status());
  }

  @Test
  @DisplayName("B-08: a bulk request has its own limit, which is named")
  void bulkRequestsHaveTheirOwnLimit() {
    Answer refused = send("POST", "v2/Bulk", "application/json", new byte[1_048_577]);
    assertEquals(413, refused.status());
    assertTrue(refused.body().getString("detail").contains("1048576"), refused::toString);
    assertEquals(200, send("POST", "v2/Bulk", "application/json", new byte[1_048_576]).status());
  }

  private static RuntimeException database(String state, String message) {
    return new PersistenceException(new SQLException(message, state));
  }

  private Answer send(String method, String path, String type, byte[] body) {
    URI base = URI.create("http://localhost/scim/");
    ContainerRequest request =
        new ContainerRequest(
            base,
            URI.create(base + path),
            method,
            null,
            new MapPropertiesDelegate(attributes),
            null);
    if (body != null) {
      request.setEntityStream(new ByteArrayInputStream(body));
    }
    if (type != null) {
      request.header("Content-Type", type);
    }
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try {
      ContainerResponse response = application.apply(request, sent).get();
      Map<String, String> headers = new HashMap<>();
      response.getStringHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      return new Answer(response.getStatus(), headers, sent.toString(StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private record Answer(int status, Map<String, String> headers, String text) {
    JsonObject body() {
      return ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    String header(String name) {
      return headers.get(name);
    }
  }

  /** What a servlet container would give; only attributes and the method are asked for. */
  private HttpServletRequest servletRequest() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ErrorAnswersTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  case "getAttribute" -> attributes.get((String) arguments[0]);
                  case "getMethod" -> "DELETE";
                  case "hashCode" -> 1;
                  case "equals" -> proxy == arguments[0];
                  default -> null;
                });
  }

  /** Fails as it is told. */
  @Path("v2")
  @Produces({"application/scim+json", "application/json"})
  @Consumes({"application/scim+json", "application/json"})
  public static class Failing {
    @GET
    @Path("fail/{how}")
    public Response fail(@PathParam("how") String how) {
      throw FAILURES.get(how).get();
    }

    @POST
    @Path("echo")
    public Response echo(byte[] body) {
      return Response.ok("{}".getBytes(StandardCharsets.UTF_8)).build();
    }

    @POST
    @Path("Bulk")
    public Response bulk(byte[] body) {
      return echo(body);
    }
  }
}

package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client of the console that can send what no browser sends. It does not follow redirects. */
public final class ConsoleClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final Pattern INPUT = Pattern.compile("<input[^>]*>");

  private final String tenant;
  private final URI base;
  private final DatabaseAccess access;
  private final Map<String, String> headers;

  private ConsoleClient(
      String tenant, URI base, DatabaseAccess access, Map<String, String> headers) {
    this.tenant = tenant;
    this.base = base;
    this.access = access;
    this.headers = headers;
  }

  /** As a browser at the tenant's host, not signed in. */
  public static ConsoleClient at(String tenant) {
    RunningServer server = RunningServer.get();
    return at(tenant, server.baseUri(), server.access());
  }

  /** The same at another server than that of the tests, on loopback. */
  public static ConsoleClient at(String tenant, URI base, DatabaseAccess access) {
    String host = tenant + ".localhost:" + base.getPort();
    return new ConsoleClient(tenant, base, access, Map.of())
        .with("Host", host)
        .with("Origin", "http://" + host)
        .with("Accept", "text/html");
  }

  /** The same client with this header, or without it when the value is null. */
  public ConsoleClient with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    if (value != null) {
      changed.put(name, value);
    }
    return new ConsoleClient(tenant, base, access, changed);
  }

  /** The same client at another node, with the same Host header. */
  public ConsoleClient on(URI node) {
    return new ConsoleClient(tenant, node, access, headers);
  }

  /**
   * Signs in with the password that all tests use. A user without a password gets it first, because
   * a failed attempt would count against this address.
   */
  public ConsoleClient signedIn(String userName) {
    Answer signedIn =
        OpsCommand.passwordLinkWhereNeeded(access, tenant, userName)
            .map(this::setPassword)
            .orElseGet(() -> trySignIn(userName, Browser.PASSWORD));
    if (signedIn.isRefused()) {
      // A test changed it.
      signedIn = setPassword(OpsCommand.passwordLink(access, tenant, userName));
    }
    if (signedIn.sessionCookie().isEmpty()) {
      throw new AssertionError("Not signed in: " + signedIn.status() + " " + signedIn.body());
    }
    return with("Cookie", signedIn.sessionCookie().split(";", 2)[0]);
  }

  /** Sets the password with a link of the operator; ends the other sessions of the user. */
  public Answer setPassword(String link) {
    return post(
        "/set-password",
        get("/set-password")
            .form("form")
            .with("link", link.substring(link.indexOf('#') + 1))
            .with("password", Browser.PASSWORD)
            .with("repeated", Browser.PASSWORD)
            .with("set", ""));
  }

  /** The response to the sign-in form. */
  public Answer trySignIn(String userName, String password) {
    return signInTo(userName, password, "");
  }

  /** The same with the page to open after signing in. */
  public Answer signInTo(String userName, String password, String to) {
    return post(
        "/sign-in",
        get("/sign-in")
            .form("form")
            .with("to", to)
            .with("userName", userName)
            .with("password", password)
            .with("signIn", ""));
  }

  /** Gives a permission to a role, as an administrator. */
  public void grant(String permission, String rolePage) {
    post(rolePage, confirmation(permission, rolePage));
  }

  /** The form behind the preview of what a permission would change. */
  public Form confirmation(String permission, String rolePage) {
    Form preview = get(rolePage).form("choose").with("requested", permission).with("preview", "");
    return post(rolePage, preview).form("confirmChange").with("change", "");
  }

  public String cookie() {
    return headers.get("Cookie");
  }

  public Answer get(String path) {
    return send(path, "GET", HttpRequest.BodyPublishers.noBody());
  }

  /** Sends a form. After a change this is the page that shows the message, as in a browser. */
  public Answer post(String path, Form form) {
    Answer answer =
        with("Content-Type", "application/x-www-form-urlencoded")
            .send(path, "POST", HttpRequest.BodyPublishers.ofString(form.encoded()));
    String notice = answer.cookie("provisioning-notice").split(";", 2)[0];
    return notice.isEmpty()
        ? answer
        : with("Cookie", cookie() + "; " + notice).get(answer.header("Location"));
  }

  /** The same without a Content-Length. */
  public Answer postChunked(String path, Form form) {
    byte[] body = form.encoded().getBytes(StandardCharsets.UTF_8);
    return with("Content-Type", "application/x-www-form-urlencoded")
        .send(
            path,
            "POST",
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  /** The request that a link or image on another site makes a browser send. */
  public Answer byAddress(String path, Form form) {
    return get(path + "?" + form.encoded());
  }

  private Answer send(String path, String method, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.getScheme() + "://" + base.getAuthority() + path))
            .timeout(Duration.ofSeconds(60));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(
              request.method(method, body).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The fields of a form. */
  public record Form(Map<String, String> fields) {
    /** With this field, or without it when it is null. */
    public Form with(String name, String value) {
      Map<String, String> changed = new LinkedHashMap<>(fields);
      changed.remove(name);
      if (value != null) {
        changed.put(name, value);
      }
      return new Form(changed);
    }

    private String encoded() {
      return fields.entrySet().stream()
          .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
          .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    /** The page without its nonce, which no two pages have in common. */
    public String bodyWithoutNonce() {
      return body().replace(between("nonce=\"", "\""), "");
    }

    public String body() {
      return response.body();
    }

    /** Empty when there is none. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The header that sets the session cookie; the servers send cookies in different orders. */
    public String sessionCookie() {
      return cookie("provisioning-session");
    }

    /**
     * The header that sets a cookie, or empty.
     *
     * @param name without a prefix such as {@code __Host-}
     */
    public String cookie(String name) {
      return response.headers().allValues("Set-Cookie").stream()
          .filter(cookie -> cookie.split("=", 2)[0].endsWith(name))
          .findFirst()
          .orElse("");
    }

    /** All cookies that the response sets, as a browser sends them back. */
    public String cookies() {
      return response.headers().allValues("Set-Cookie").stream()
          .map(cookie -> cookie.split(";", 2)[0])
          .collect(Collectors.joining("; "));
    }

    /** The path of the redirect, without its query. */
    public String redirect() {
      return URI.create(header("Location")).getPath();
    }

    public boolean isRefused() {
      return body().contains("is wrong");
    }

    public String field(String name) {
      return inputs(body()).get(name);
    }

    /** The hidden fields of the form with this id. */
    public Form form(String id) {
      String form = between("<form id=\"" + id + "\"", "</form>");
      Map<String, String> fields = inputs(form);
      fields.putIfAbsent(id, id);
      // The script of PrimeFaces adds this.
      fields.put("primefaces.nonce", between("nonce=\"", "\""));
      return new Form(fields);
    }

    public String between(String start, String end) {
      int from = body().indexOf(start);
      if (from < 0) {
        throw new AssertionError("No " + start + " in " + status() + " " + body());
      }
      int begin = from + start.length();
      return body().substring(begin, body().indexOf(end, begin));
    }

    private static Map<String, String> inputs(String html) {
      Map<String, String> fields = new LinkedHashMap<>();
      Matcher inputs = INPUT.matcher(html);
      while (inputs.find()) {
        if (inputs.group().contains("type=\"hidden\"")) {
          fields.put(attribute(inputs.group(), "name"), attribute(inputs.group(), "value"));
        }
      }
      return fields;
    }

    private static String attribute(String tag, String name) {
      Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
      return matcher.find() ? matcher.group(1) : "";
    }
  }
}

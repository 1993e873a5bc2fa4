package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** HAProxy or nginx on loopback, with its file in {@code server-config/proxy}. */
public final class ProxyProcess implements AutoCloseable {
  /** The address from which it connects; {@link RunningServer} trusts it. */
  private static final String SOURCE = "127.0.0.2";

  private final Process process;
  private final Certificate certificate;
  private final int port;

  private ProxyProcess(Process process, Certificate certificate, int port) {
    this.process = process;
    this.certificate = certificate;
    this.port = port;
  }

  /**
   * Starts the proxy.
   *
   * @param name {@code haproxy} or {@code nginx}
   * @param node the port of the only node
   */
  public static ProxyProcess start(String name, int node)
      throws IOException, InterruptedException, GeneralSecurityException {
    return start(name, node, RunningServer.freePort());
  }

  /** The same with two nodes. */
  public static ProxyProcess start(String name, int node, int second)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Folders.emptied(ProjectFiles.file("target", "server-tests", "proxy-" + name));
    Certificate certificate = Certificate.make(folder);
    Path pem = folder.resolve("provisioning.pem");
    Files.writeString(pem, certificate.certificate() + certificate.privateKey());
    int port = RunningServer.freePort();
    ProcessBuilder builder =
        name.equals("haproxy")
            ? haproxy(folder, pem, port, node, second)
            : nginx(folder, pem, port, node, second);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("proxy.log").toFile());
    ProxyProcess proxy = new ProxyProcess(builder.start(), certificate, port);
    proxy.awaitListening(folder);
    return proxy;
  }

  /** A proxy of one node, which it has found. */
  public static ProxyProcess startReady(String name, int node) throws Exception {
    ProxyProcess proxy = start(name, node);
    String request = head("GET /scim/v2/Users?count=1", "acme.localhost", 0) + "\r\n";
    Eventually.holds(
        "the proxy finds the node",
        () -> {
          String answer = proxy.exchange(SOURCE, request);
          if (!answer.startsWith("HTTP/1.1 200")) {
            throw new AssertionError(answer);
          }
        });
    return proxy;
  }

  /** The head of a request with the token of acme, without its empty line. */
  public static String head(String what, String host, int length) {
    return head(what, host, length, "acme");
  }

  /** The same with the token of another tenant. */
  public static String head(String what, String host, int length, String tenant) {
    return what
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nAuthorization: Bearer "
        + RunningServer.get().token(tenant)
        + "\r\nContent-Type: application/scim+json\r\nContent-Length: "
        + length
        + "\r\n";
  }

  /** The SCIM base URI at the proxy. */
  public URI baseUri() {
    return URI.create("https://localhost:" + port + "/scim/v2");
  }

  /** The TLS settings of a client of the proxy. */
  public SSLContext tls() throws GeneralSecurityException, IOException {
    return certificate.trusted();
  }

  /** A TLS connection to it, from this address of the machine. */
  public SSLSocket connect(String from) throws IOException, GeneralSecurityException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.setReceiveBufferSize(8192);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    return (SSLSocket)
        certificate.trusted().getSocketFactory().createSocket(socket, "acme.localhost", port, true);
  }

  /** Sends one request from this address and returns the whole answer. */
  public String exchange(String from, String request) throws IOException, GeneralSecurityException {
    try (Socket socket = connect(from)) {
      send(socket, request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer to " + request, e);
    }
  }

  public static void send(Socket socket, String text) throws IOException {
    OutputStream output = socket.getOutputStream();
    output.write(text.getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static ProcessBuilder haproxy(Path folder, Path pem, int port, int node, int second)
      throws IOException {
    // Only root can become another user.
    String text =
        Files.readString(file("haproxy.cfg"))
            .replace("\n    user haproxy\n    group haproxy\n", "\n");
    Path adapted = folder.resolve("haproxy.cfg");
    Files.writeString(adapted, text);
    ProcessBuilder builder = new ProcessBuilder("haproxy", "-db", "-f", adapted.toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "PROXY_BIND",
                "127.0.0.1:" + port,
                "PROXY_CERTIFICATE",
                pem.toString(),
                "PROXY_NODE_1",
                "127.0.0.1:" + node,
                "PROXY_NODE_2",
                "127.0.0.1:" + second,
                "PROXY_SOURCE",
                SOURCE));
    return builder;
  }

  /** nginx does not read variables, so a copy of its file gets the values. */
  private static ProcessBuilder nginx(Path folder, Path pem, int port, int node, int second)
      throws IOException {
    String text = Files.readString(file("nginx.conf"));
    for (List<String> change :
        List.of(
            List.of("/var/log/nginx/error.log", folder.resolve("error.log").toString()),
            List.of("/run/nginx.pid", folder.resolve("nginx.pid").toString()),
            List.of("server 127.0.0.1:8080", "server 127.0.0.1:" + node),
            List.of("server 127.0.0.1:8081", "server 127.0.0.1:" + second),
            List.of("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl"),
            List.of("/etc/nginx/provisioning.crt", pem.toString()),
            List.of("/etc/nginx/provisioning.key", pem.toString()),
            List.of("proxy_bind 127.0.0.2;", "proxy_bind " + SOURCE + ";"))) {
      if (!text.contains(change.get(0))) {
        throw new IllegalStateException("nginx.conf no longer has " + change.get(0));
      }
      text = text.replace(change.get(0), change.get(1));
    }
    Path adapted = folder.resolve("nginx.conf");
    Files.writeString(adapted, text);
    return new ProcessBuilder("nginx", "-c", adapted.toString(), "-g", "daemon off;");
  }

  private static Path file(String name) {
    return ProjectFiles.file("server-config", "proxy", name);
  }

  private void awaitListening(Path folder) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "The proxy did not start: " + Files.readString(folder.resolve("proxy.log")), notYet);
        }
      }
    }
  }
}

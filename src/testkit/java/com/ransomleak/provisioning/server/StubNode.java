package com.ransomleak.provisioning.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node whose failures depend on the path, because the real server does not fail on demand: {@code
 * …/busy} gets the 503 of the application, {@code …/undeployed} the 404 of a server without the
 * application, and {@code …/lost} no response. Any other path gets 200. It keeps requests byte for
 * byte; a real server would reject or normalize malformed ones.
 */
public final class StubNode implements AutoCloseable {
  private final ServerSocket listener;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private StubNode(ServerSocket listener) {
    this.listener = listener;
  }

  public static StubNode start() throws IOException {
    StubNode node = new StubNode(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    daemon(node::accept);
    return node;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Request line and headers of each request that began with this text. */
  public List<String> heads(String start) {
    return heads.stream().filter(head -> head.startsWith(start)).toList();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        daemon(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      String head = head(socket.getInputStream());
      heads.add(head);
      String path = head.split(" ", 3)[1];
      if (path.endsWith("/lost")) {
        return;
      }
      String start =
          path.endsWith("/busy")
              ? "503 Busy\r\nX-Request-Id: 1"
              : path.endsWith("/undeployed") ? "404 Not Found" : "200 OK\r\nX-Request-Id: 1";
      String answer = "HTTP/1.1 " + start + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The proxy resets the connection after a health check.
    }
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("The proxy closed the connection.");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "stub-node");
    thread.setDaemon(true);
    thread.start();
  }
}

package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.server.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to the running server that carries exactly the bytes that a test sends. */
public final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)");

  private final Socket socket = new Socket();

  private RawConnection() {}

  /** From the usual address of this machine. */
  public static RawConnection open() throws IOException {
    return open("127.0.0.1", 0);
  }

  /**
   * From another loopback address, as if it were another client.
   *
   * @param receiveBuffer in bytes, for a client that reads little; 0 for the usual size
   */
  public static RawConnection open(String from, int receiveBuffer) throws IOException {
    RawConnection connection = new RawConnection();
    connection.socket.setSoTimeout(TIMEOUT_MILLIS);
    if (receiveBuffer > 0) {
      connection.socket.setReceiveBufferSize(receiveBuffer);
    }
    connection.socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    connection.socket.connect(
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), RunningServer.get().baseUri().getPort()));
    return connection;
  }

  /** Sends one request and returns its response. */
  public static String exchange(String request) throws IOException {
    try (RawConnection connection = open()) {
      connection.send(request);
      return connection.answer();
    }
  }

  /** Sends text, one byte per character; its line ends become those of HTTP. */
  public RawConnection send(String text) throws IOException {
    socket
        .getOutputStream()
        .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** One response: its head, and its body if the head has the length. */
  public String answer() throws IOException {
    String answer = read("\r\n\r\n".length(), "\r\n\r\n");
    Matcher length = LENGTH.matcher(answer.toLowerCase(Locale.ROOT));
    if (length.find()) {
      return answer + read(Integer.parseInt(length.group(1)), "");
    }
    boolean chunked = answer.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
    return chunked ? answer + read(0, "\r\n0\r\n\r\n") : answer;
  }

  /** Whether the server closes the connection within half a minute; what it sends is skipped. */
  public boolean isClosedByServer() throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Reads at least this many bytes, and on to this end. */
  private String read(int least, String end) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] last = end.getBytes(StandardCharsets.ISO_8859_1);
    while (read.size() < least || !endsWith(read.toByteArray(), last)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new EOFException("The server closed after: " + read);
      }
      read.write(next);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  private static boolean endsWith(byte[] bytes, byte[] end) {
    return bytes.length >= end.length
        && Arrays.equals(bytes, bytes.length - end.length, bytes.length, end, 0, end.length);
  }
}

package com.ransomleak.provisioning.platform;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A response that may begin before the body of its request has arrived, for example a 401. WildFly
 * reads the rest of such a body on the request's thread, unless the connection is about to be
 * closed. So {@code WEB-INF/undertow-handlers.conf} closes the connection after each request with a
 * body, and this class keeps it when the body was read, or has arrived and can be skipped. Other
 * servers skip a body without a thread; there it does nothing.
 */
class EarlyResponse extends HttpServletResponseWrapper {
  private static final String CONNECTION = "Connection";
  private static final String CLOSE = "close";

  /** A small body follows its head at once. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /** A client that is still sending would see a closed connection instead of the response. */
  private static final int MIN_BYTES_PER_SECOND = 1_000_000;

  private static final long MAX_SKIPPED_BYTES = 64L << 20;
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final HttpServletRequest request;
  private final boolean closesByDefault;
  private boolean decided;

  EarlyResponse(HttpServletRequest request, HttpServletResponse response) {
    super(response);
    this.request = request;
    closesByDefault = CLOSE.equalsIgnoreCase(response.getHeader(CONNECTION));
  }

  /** The client is too slow: the connection ends with this response. */
  void close() {
    setHeader(CONNECTION, CLOSE);
  }

  /** The whole body was read. */
  void keep() {
    if (closesByDefault && !decided && !isCommitted()) {
      setHeader(CONNECTION, "keep-alive");
    }
  }

  @Override
  public void setHeader(String name, String value) {
    decided |= name.equalsIgnoreCase(CONNECTION);
    super.setHeader(name, value);
  }

  @Override
  public void sendError(int status) throws IOException {
    begin(status);
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    begin(status);
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    begin(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    begin(getStatus());
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    begin(getStatus());
    return super.getWriter();
  }

  /** A successful response may begin while its body is still being read. */
  private void begin(int status) {
    if (status >= SC_MULTIPLE_CHOICES && closesByDefault && !decided && isSkipped()) {
      keep();
    }
  }

  /** Skips what has arrived and what arrives quickly. Does not wait for a slow client. */
  private boolean isSkipped() {
    try {
      ServletInputStream body = request.getInputStream();
      byte[] buffer = new byte[8_192];
      long end = System.nanoTime() + GRACE.toNanos();
      long skipped = 0;
      while (System.nanoTime() < end && skipped < MAX_SKIPPED_BYTES) {
        int arrived = body.available();
        if (body.isFinished()) {
          return true;
        }
        if (arrived == 0) {
          LockSupport.parkNanos(PAUSE.toNanos());
          continue;
        }
        int read = Math.max(0, body.read(buffer, 0, Math.min(arrived, buffer.length)));
        skipped += read;
        end += read * (1_000_000_000L / MIN_BYTES_PER_SECOND);
      }
    } catch (IOException goneOrClosed) {
      // The connection ends with the response.
    }
    return false;
  }
}

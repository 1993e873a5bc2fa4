package com.ransomleak.provisioning.platform;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * A body that must arrive within a time, counted from the first read. The server's own time-out
 * counts anew with each byte, so a client that sends one now and then would hold a thread as long
 * as it likes.
 */
class TimedInputStream extends ServletInputStream {
  private final ServletInputStream body;
  private final long length;
  private final Duration limit;
  private final EarlyResponse response;
  private long firstRead;
  private long total;

  /**
   * Reads from the server's stream.
   *
   * @param length bytes after which the body ends, even if the server's stream does not
   * @param response keeps its connection when the whole body was read
   */
  TimedInputStream(ServletInputStream body, long length, Duration limit, EarlyResponse response) {
    this.body = body;
    this.length = length;
    this.limit = limit;
    this.response = response;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (firstRead == 0) {
      firstRead = System.nanoTime();
    }
    if (total == this.length) {
      // The server would take the next request for a part of this body.
      response.close();
      return -1;
    }
    int read;
    try {
      read = body.read(buffer, offset, (int) Math.min(length, this.length - total));
    } catch (IOException e) {
      // The server gave up waiting, or the client is gone.
      response.close();
      throw (SlowBodyException) new SlowBodyException(limit).initCause(e);
    }
    if (read > 0 && System.nanoTime() - firstRead > limit.toNanos()) {
      response.close();
      throw new SlowBodyException(limit);
    }
    if (read < 0) {
      response.keep();
    }
    total += Math.max(read, 0);
    return read;
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }
}

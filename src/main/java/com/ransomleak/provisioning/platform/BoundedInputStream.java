package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that may not be longer than the limit, whatever its Content-Length said or did not say
 * (L-06).
 */
class BoundedInputStream extends FilterInputStream {
  private final int limit;
  private long read;

  BoundedInputStream(InputStream body, int limit) {
    super(body);
    this.limit = limit;
  }

  static ScimException tooLarge(int limit) {
    return new ScimException(
        413,
        null,
        "The body is larger than " + limit + " bytes, the most that is read. Split the request.");
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  private void count(int bytes) {
    read += bytes;
    if (read > limit) {
      throw tooLarge(limit);
    }
  }
}

package com.ransomleak.provisioning.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Reports the number of bytes read so far after each read. The listener may reject the body. */
final class CountingInputStream extends FilterInputStream {
  private final LongConsumer listener;
  private long total;

  CountingInputStream(InputStream body, LongConsumer listener) {
    super(body);
    this.listener = listener;
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
    total += bytes;
    listener.accept(total);
  }
}

package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.TenantId;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Buffers a response: a small one in memory, a large one in a temporary file. An error while
 * writing still becomes an error response, no database connection waits for a slow client, and the
 * length is known (ADR 18).
 */
final class ResponseBuffer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ResponseBuffer.class.getName());
  private static final int MAX_BYTES_IN_MEMORY = 256 * 1024;
  private static final int COPY_BUFFER_SIZE = 64 * 1024;

  private final ResponseFiles files;
  private final TenantId tenant;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private OutputStream output = memory;
  private FileChannel file;
  private long size;
  private long reserved;

  ResponseBuffer(ResponseFiles files, TenantId tenant) {
    this.files = files;
    this.tenant = tenant;
  }

  /**
   * Appends text in UTF-8.
   *
   * @throws ScimException 503 when there is no space on disk
   */
  void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (isInMemory() && size + bytes.length > MAX_BYTES_IN_MEMORY) {
        moveToFile();
      }
      if (!isInMemory()) {
        reserve(bytes.length);
      }
      output.write(bytes);
      size += bytes.length;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A large answer cannot be written to a temporary file: {0}", e);
      throw new ScimException(
          503,
          "This node has no space on disk for a large answer. Try again in some seconds, or ask"
              + " for fewer resources by count.");
    }
  }

  private void reserve(long bytes) {
    files.reserve(tenant, bytes);
    reserved += bytes;
  }

  /** The file is deleted once it is open, so that a killed server leaves no file. */
  private void moveToFile() throws IOException {
    reserve(size);
    file =
        FileChannel.open(
            Files.createTempFile("scim-answer-", ".json"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    output = new BufferedOutputStream(Channels.newOutputStream(file), COPY_BUFFER_SIZE);
    memory.writeTo(output);
    memory = null;
  }

  boolean isInMemory() {
    return file == null;
  }

  long size() {
    return size;
  }

  void writeTo(OutputStream target) throws IOException {
    if (isInMemory()) {
      memory.writeTo(target);
      return;
    }
    output.flush();
    ByteBuffer bytes = ByteBuffer.allocate(COPY_BUFFER_SIZE);
    for (long at = 0; at < size; at += bytes.position()) {
      bytes.clear();
      if (file.read(bytes, at) < 0) {
        throw new IOException("A temporary file is shorter than it was.");
      }
      target.write(bytes.array(), 0, bytes.position());
    }
  }

  /** Releases the memory and the file. */
  @Override
  public void close() {
    files.release(tenant, reserved);
    reserved = 0;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "A temporary file cannot be closed: {0}", e);
      }
    }
  }
}

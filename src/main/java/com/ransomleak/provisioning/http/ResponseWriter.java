package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.ResourceSink;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the selected attributes of resources, separated by commas. */
public final class ResponseWriter implements ResourceSink {
  private static final String MEMBERS = "{\"members\":[";

  private final ResponseBuffer buffer;
  private final Function<String, AttributeSelection> selections;
  private int resources;

  ResponseWriter(ResponseBuffer buffer, Function<String, AttributeSelection> selections) {
    this.buffer = buffer;
    this.selections = selections;
  }

  @Override
  public void resource(String type, String json) {
    next();
    buffer.write(selections.apply(type).print(json));
  }

  /** Prints the group with a placeholder member and writes the members in its place. */
  @Override
  public void group(Representation.AroundMembers around, Consumer<Consumer<String>> members) {
    next();
    String mark = UUID.randomUUID().toString();
    String member =
        "{'value':'%1$s','$ref':'%1$s','display':'%1$s','type':'%1$s'}"
            .formatted(mark)
            .replace('\'', '"');
    AttributeSelection selection = selections.apply(Representation.Kind.GROUP.type());
    String group =
        selection.print(around.head() + MEMBERS.substring(1) + member + "]," + around.tail());
    if (!group.contains(mark)) {
      buffer.write(group);
      return;
    }
    buffer.write(group.substring(0, group.lastIndexOf('{', group.indexOf(mark))));
    String[] separator = {""};
    members.accept(
        piece -> {
          String printed = selection.print(MEMBERS + piece + "]}");
          buffer.write(separator[0]);
          buffer.write(printed.substring(MEMBERS.length(), printed.length() - 2));
          separator[0] = ",";
        });
    buffer.write(group.substring(group.indexOf('}', group.lastIndexOf(mark)) + 1));
  }

  private void next() {
    if (resources++ > 0) {
      buffer.write(",");
    }
  }

  int resources() {
    return resources;
  }

  /** 200 with the written resources between these texts. */
  Response.ResponseBuilder ok(String before, String after) {
    byte[] head = before.getBytes(StandardCharsets.UTF_8);
    byte[] foot = after.getBytes(StandardCharsets.UTF_8);
    StreamingOutput all =
        output -> {
          output.write(head);
          buffer.writeTo(output);
          output.write(foot);
        };
    return buffer.isInMemory()
        ? Response.ok(bytes(all))
        : Response.ok(all)
            .header(HttpHeaders.CONTENT_LENGTH, head.length + buffer.size() + foot.length);
  }

  private static byte[] bytes(StreamingOutput all) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      all.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

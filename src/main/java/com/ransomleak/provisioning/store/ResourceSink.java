package com.ransomleak.provisioning.store;

import java.util.function.Consumer;

/** Takes complete representations as the database composes them, in the order of the list. */
public interface ResourceSink {

  void resource(String json);

  /**
   * A group with more members than fit into memory:
   *
   * <pre>{@code head "members":[ piece , piece , … ], tail}</pre>
   *
   * @param head the JSON before the members, which ends with a comma
   * @param tail the JSON after them
   * @param members hands out pieces, each of some members with commas between them
   */
  void group(String head, String tail, Consumer<Consumer<String>> members);
}

package com.ransomleak.provisioning.store;

import java.util.function.Consumer;

/** Takes complete representations in the order of the list. */
public interface ResourceSink {

  /**
   * One resource.
   *
   * @param type the name of its resource type
   */
  void resource(String type, String json);

  /**
   * A group with more members than fit into memory:
   *
   * <pre>{@code head "members":[ piece , piece , … ], tail}</pre>
   *
   * @param members hands out pieces, each of some members with commas between them
   */
  void group(Representation.AroundMembers group, Consumer<Consumer<String>> members);
}

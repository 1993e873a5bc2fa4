/**
 * Conversations with identity providers, and rules that one exchange or a few show, replayed from
 * the data files in {@code src/test/resources/idp} and {@code …/matrix} against the running WAR.
 * Imports {@code server}. Read {@link com.ransomleak.provisioning.conversation.Conversation} first:
 * it explains the files.
 */
package com.ransomleak.provisioning.conversation;

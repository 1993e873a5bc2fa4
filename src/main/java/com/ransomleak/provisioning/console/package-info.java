/**
 * The pages for administrators and managers: one Jakarta Faces bean for each page or group of
 * pages, and the filters that protect them. Views are stateless and nothing is kept in an HTTP
 * session, so any node can respond to any request. A session is a row in the database (ADR 8).
 *
 * <p>May import: {@code settings}, {@code report}, {@code account}, {@code org}, {@code role},
 * {@code user}, {@code activity}, {@code http}, {@code paging}, {@code store}, {@code tenant} and
 * {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.console.ConsolePage}, then {@link
 * com.ransomleak.provisioning.console.TeamPage} with its page {@code team.xhtml}.
 */
package com.ransomleak.provisioning.console;

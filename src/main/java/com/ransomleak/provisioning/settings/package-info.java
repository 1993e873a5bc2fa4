/**
 * The settings: declaring, reading, and warning about unknown names.
 *
 * <p>Belongs here: every name that operators can set. Each is declared once, as a component of
 * {@link com.ransomleak.provisioning.settings.DeploymentSettings} ({@code provisioning.*}) or
 * {@link com.ransomleak.provisioning.settings.TenantOptions} ({@code tenant.acme.*}). The example
 * file in {@code server-config} and {@code src/docs/settings.md} are generated from these two
 * records.
 *
 * <p>May import: {@code scim}. Read DeploymentSettings first, then SettingsReader.
 */
package com.ransomleak.provisioning.settings;

package com.ransomleak.provisioning.tenant;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may be set for one tenant, or for all that do not say otherwise:
 *
 * <pre>{@code
 * tenant.acme.first-administrator=ada@example.com
 * tenant.default.token-lifetime=P180D
 * }</pre>
 *
 * @param formerly the subdomain that the tenant had before, so that its data moves along
 * @param firstAdministrator who may sign in while nobody else can
 * @param tokenLifetime how long an API token lives; empty for ever
 * @param tokenOverlap how long the former token lives on when a new one is generated; zero by
 *     default
 * @param managerKeys what a manager reference may be, in the order in which that is tried
 * @param teamAliases departments that mean the team of another name: folded alias, name of the team
 * @param createTeams whether a department that nobody named before makes a team
 * @param archiveEmptyTeamsAfter how long a team may be without people
 * @param recordsValues whether the activity keeps the values of changed attributes
 * @param eraseDeletedAfter how long names are kept of users whom SCIM deleted; 30 days by default
 * @param limits how much of each node the tenant may have
 * @param rules what the tenant's provisioning client is held to
 */
public record TenantOptions(
    Optional<String> formerly,
    Optional<AdministratorOptions> firstAdministrator,
    Optional<Duration> tokenLifetime,
    Duration tokenOverlap,
    List<String> managerKeys,
    Map<String, String> teamAliases,
    boolean createTeams,
    Duration archiveEmptyTeamsAfter,
    boolean recordsValues,
    Duration eraseDeletedAfter,
    TenantLimits limits,
    ProtocolOptions rules) {}

package com.ransomleak.provisioning.activity;

/**
 * The actions of the activity log. The text of each one is {@code action.<word>} in the message
 * bundle of the console.
 */
public enum Action {
  USER_CREATED("user.created"),
  USER_UPDATED("user.updated"),
  USER_DEACTIVATED("user.deactivated"),
  USER_REACTIVATED("user.reactivated"),
  USER_UNCHANGED("user.unchanged"),
  USER_ADOPTED("user.adopted"),
  USER_DELETED("user.deleted"),
  USER_ERASED("user.erased"),
  GROUP_CREATED("group.created"),
  GROUP_UPDATED("group.updated"),
  GROUP_UNCHANGED("group.unchanged"),
  GROUP_DELETED("group.deleted"),
  ROLE_PERMISSIONS_CHANGED("role.permissions_changed"),
  ROLE_PUSH_ALLOWED("role.push_allowed"),
  ROLE_PUSH_BLOCKED("role.push_blocked"),
  TEAM_CREATED("team.created"),
  TEAM_RENAMED("team.renamed"),
  TEAM_ARCHIVED("team.archived"),
  TEAM_RESTORED("team.restored"),
  TEAMS_MAINTAINED("teams.maintained"),
  MANAGERS_CHECK_STARTED("managers.check_started"),
  MANAGERS_RECONCILED("managers.reconciled"),
  FINDING_IGNORED("finding.ignored"),
  FINDING_RESTORED("finding.restored"),
  TOKEN_GENERATED("token.generated"),
  TOKEN_REVOKED("token.revoked"),
  REPORT_TOKEN_GENERATED("reportToken.generated"),
  REPORT_TOKEN_REVOKED("reportToken.revoked"),
  ACTIVITY_TOKEN_GENERATED("activityToken.generated"),
  ACTIVITY_TOKEN_REVOKED("activityToken.revoked"),
  SETTING_CHANGED("setting.changed"),
  SESSION_OPENED("session.opened"),
  SESSION_ENDED("session.ended"),
  SESSION_ENDED_ELSEWHERE("session.endedElsewhere"),
  SESSION_OTHERS_ENDED("session.othersEnded"),
  SESSION_ENDED_EVERYWHERE("session.endedEverywhere"),
  SESSION_ENDED_BY_ADMINISTRATOR("session.endedByAdministrator"),
  SESSION_REJECTED("session.rejected"),
  SESSION_THROTTLED("session.throttled"),
  SESSION_THROTTLED_UNKNOWN("session.throttledUnknown"),
  PASSWORD_SET("password.set"),
  PASSWORD_REJECTED("password.rejected"),
  PASSWORD_LINK_CREATED("password.link_created"),
  PASSWORD_LINK_REVOKED("password.link_revoked"),
  ADMINISTRATOR_APPOINTED("administrator.appointed"),
  ACCESS_GIVEN("access.given"),
  ACCESS_REMOVED("access.removed"),
  READ("read"),
  BULK("bulk"),
  REJECTED("rejected"),
  REJECTED_TOKEN_MISSING("rejected.tokenMissing"),
  REJECTED_TOKEN_UNKNOWN("rejected.tokenUnknown"),
  REJECTED_TOKEN_OF_OTHER_KIND("rejected.tokenOfOtherKind"),
  REJECTED_RATE_LIMITED("rejected.rateLimited"),
  REJECTED_TOKENS_RATE_LIMITED("rejected.tokensRateLimited");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** The value in the table {@code activity}. */
  public String word() {
    return word;
  }
}

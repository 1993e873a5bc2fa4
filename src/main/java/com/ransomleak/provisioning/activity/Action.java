package com.ransomleak.provisioning.activity;

/**
 * What happened. The text of each action is {@code action.<word>} in the message bundle of the
 * console.
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
  ROLE_PUSH_REFUSED("role.push_refused"),
  TEAM_CREATED("team.created"),
  TEAM_RENAMED("team.renamed"),
  TEAM_ARCHIVED("team.archived"),
  TEAM_REVIVED("team.revived"),
  TEAMS_KEPT("teams.kept"),
  MANAGERS_CHECK_STARTED("managers.check_started"),
  MANAGERS_RECONCILED("managers.reconciled"),
  TOKEN_GENERATED("token.generated"),
  TOKEN_REVOKED("token.revoked"),
  REPORT_TOKEN_GENERATED("reportToken.generated"),
  REPORT_TOKEN_REVOKED("reportToken.revoked"),
  SESSION_OPENED("session.opened"),
  SESSION_ENDED("session.ended"),
  SESSION_ENDED_ELSEWHERE("session.endedElsewhere"),
  SESSION_ENDED_EVERYWHERE("session.endedEverywhere"),
  SESSION_REFUSED("session.refused"),
  SESSION_THROTTLED("session.throttled"),
  SESSION_THROTTLED_UNKNOWN("session.throttledUnknown"),
  PASSWORD_SET("password.set"),
  PASSWORD_REFUSED("password.refused"),
  PASSWORD_LINK_MADE("password.link_made"),
  ADMINISTRATOR_APPOINTED("administrator.appointed"),
  READ("read"),
  BULK("bulk"),
  REFUSED("refused"),
  REFUSED_TOKEN_MISSING("refused.tokenMissing"),
  REFUSED_TOKEN_UNKNOWN("refused.tokenUnknown"),
  REFUSED_TOKEN_OF_OTHER_KIND("refused.tokenOfOtherKind"),
  REFUSED_PUT_OFF("refused.putOff"),
  REFUSED_TOKENS_PUT_OFF("refused.tokensPutOff");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** As the table {@code activity} has it. */
  public String word() {
    return word;
  }
}

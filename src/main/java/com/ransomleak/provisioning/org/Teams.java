package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserChangeListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * The tenant's teams. A user is in the team that its department names and in no other; a department
 * nobody named before makes a new team, where the tenant's settings let it, and one that is cleared
 * takes the user out. Names are the same team when they differ only in case, in white space or in
 * Unicode composition; the first spelling seen is shown, until an administrator gives the team
 * another name ({@link TeamAdministration}). A team that nobody is in is archived after a while,
 * and back as soon as somebody is ({@link TeamMaintenance}).
 *
 * <p>One round trip when the department changed, three when the team is new, one more for an alias
 * that is used for the first time.
 */
@ApplicationScoped
class Teams implements UserChangeListener {
  @Inject private TeamNames names;

  @Override
  public void beforeWrite(UserChange change, User user) {
    Optional<String> previous = change.before().flatMap(UserChange::department);
    Optional<String> department = change.after().flatMap(UserChange::department);
    if (department.equals(previous) || change.after().isEmpty()) {
      return;
    }
    user.setTeam(
        department
            .map(NameFold::spaces)
            .filter(name -> !NameFold.key(name).isEmpty())
            .flatMap(name -> names.findOrCreate(change.tenant(), name, change.consequences()))
            .map(TeamNames.KnownTeam::team));
  }
}

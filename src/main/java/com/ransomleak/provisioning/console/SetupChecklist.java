package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.SetupProgress;
import com.ransomleak.provisioning.report.SetupProgress.Example;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenInfo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The setup checklist on {@code scim-provisioning.xhtml}: what has arrived from the identity
 * provider, and what to do there if something has not.
 */
@Named
@RequestScoped
public class SetupChecklist extends ConsolePage {
  private static final List<String> PROVIDERS = List.of("okta", "entra", "other");

  @Inject private SetupProgress progress;
  @Inject private ApiTokens tokens;
  @Inject private TokenPage tokenPage;

  private List<Step> steps = List.of();

  /**
   * A step of the setup.
   *
   * @param key the end of the keys of its texts
   * @param example what has arrived, or null
   * @param next whether it is the first step that is not done
   */
  public record Step(String key, Example example, boolean next) {
    public boolean isDone() {
      return example != null;
    }
  }

  /** Before the page is rendered, after a form has changed the token. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.MANAGE_INTEGRATIONS);
    TokenInfo token = tokenPage.getToken();
    Optional<Example> generated = Optional.ofNullable(token).map(SetupChecklist::example);
    Optional<Example> created = progress.createdUser(tenant);
    Optional<Example> deactivated = progress.deactivatedUser(tenant);
    // The use of a token is recorded once a minute, so these requests can be newer.
    Optional<Example> used =
        tokens
            .lastUse(tenant)
            .flatMap(
                lastUse ->
                    Stream.of(created, deactivated)
                        .flatMap(Optional::stream)
                        .filter(example -> example.entry() != null)
                        .map(Example::at)
                        .filter(lastUse::isBefore)
                        .max(Comparator.naturalOrder())
                        .or(() -> Optional.of(lastUse)))
            .map(at -> new Example(at, null, null, null));
    List<Step> found =
        List.of(
            step("token", generated),
            step("request", used),
            step("user", created),
            step("manager", progress.userWithManager(tenant)),
            step("group", progress.group(tenant)),
            step("deactivation", deactivated));
    String next =
        found.stream().filter(step -> !step.isDone()).map(Step::key).findFirst().orElse("");
    steps =
        found.stream()
            .map(step -> new Step(step.key(), step.example(), step.key().equals(next)))
            .toList();
  }

  private static Example example(TokenInfo token) {
    return new Example(token.createdAt(), null, null, null);
  }

  private static Step step(String key, Optional<Example> example) {
    return new Step(key, example.orElse(null), false);
  }

  public List<Step> getSteps() {
    return steps;
  }

  public long getDone() {
    return steps.stream().filter(Step::isDone).count();
  }

  /** What to do in the identity provider. */
  public String todo(Step step) {
    String general = "setup.todo." + step.key();
    String own = general + "." + getProvider();
    return Messages.text(Messages.has(own) ? own : general);
  }

  public List<String> getProviders() {
    return PROVIDERS;
  }

  /** The chosen identity provider, from the address. */
  public String getProvider() {
    String chosen = parameter("provider");
    return PROVIDERS.contains(chosen) ? chosen : PROVIDERS.get(0);
  }
}

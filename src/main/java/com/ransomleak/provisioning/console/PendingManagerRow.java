package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.PendingManagers.Pending;
import com.ransomleak.provisioning.report.PendingManagers.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A manager reference that leads to nobody, in the words of the console. */
public record PendingManagerRow(Pending pending) {

  /** In one word, why. */
  public String getWord() {
    return Messages.text("pending.reason." + pending.reason().word());
  }

  public String getStyle() {
    return switch (pending.reason()) {
      case NOBODY -> "warn";
      case AMBIGUOUS -> "bad";
      case SOON -> "good";
    };
  }

  /** Why, and what to do in the identity provider. */
  public String getRemedy() {
    return pending.reason() == Reason.AMBIGUOUS
        ? Messages.text(
            "pending.remedy.ambiguous",
            pending.matches(),
            Messages.text("pending.key." + pending.key()))
        : Messages.text("pending.remedy." + pending.reason().word());
  }

  /** The reference as part of an address. */
  public String getEncoded() {
    return URLEncoder.encode(pending.reference(), StandardCharsets.UTF_8);
  }
}

package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.platform.TaskPayload.Decision;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.ConfirmService.Decided;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./run confirm}: records an operator's decision about blocked deletions. */
@Command(
    name = "confirm",
    description =
        "Confirms deletions that the circuit breaker blocked, or denies them with --deny. Exit"
            + " code 1 when nothing blocked matches WHAT. With --project, publishes to the topic"
            + " confirm.",
    mixinStandardHelpOptions = true)
public final class ConfirmCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WHAT",
      description =
          "What to decide about: erasures, purges, a cause of blocked orders, the id of one"
              + " order, expiry, or one location whose records expire.")
  private String what = "";

  @Option(names = "--deny", description = "Deny instead: the blocked data is not removed.")
  private boolean deny;

  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    Decision decision = new Decision(!deny, what, 0);
    return where.publish(Topic.CONFIRM, decision, here -> decide(here, decision));
  }

  private int decide(EmbeddedData opened, Decision decision) {
    Decided decided = opened.services().confirmations().decide(decision);
    if (decided.isNothing()) {
      return where
          .answer()
          .console()
          .refuse("no blocked deletion has this kind, cause, location" + " or id");
    }
    Set<String> blocked = opened.services().orders().overview().blocked().keySet();
    return where
        .answer()
        .print(
            new Answer(what, deny ? "deny" : "confirm", decided.orders(), blocked),
            () -> text(decided, blocked));
  }

  private String text(Decided decided, Set<String> blocked) {
    String first =
        TerminalText.of(what)
            + (deny
                ? ": denied; " + decided.orders() + " blocked orders remove nothing"
                : ": confirmed; "
                    + decided.orders()
                    + " blocked orders continue with the next"
                    + " sweep");
    return blocked.isEmpty()
        ? first
        : first
            + "\nstill blocked until a person confirms: "
            + String.join(", ", blocked)
            + (deny ? ";\nfix the cause first, then confirm" : "");
  }

  record Answer(String what, String decision, long orders, Set<String> stillBlocked) {}
}

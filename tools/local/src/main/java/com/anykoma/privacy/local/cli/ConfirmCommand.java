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

/** {@code ./run confirm}: a person decides about deletions that were blocked. */
@Command(
    name = "confirm",
    description =
        "Says that blocked deletions are meant, or with --deny that they are not. Exit code 1 when"
            + " nothing waits for it. With --project, publishes to the topic confirm.",
    mixinStandardHelpOptions = true)
public final class ConfirmCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WHAT",
      description =
          "erasures, purges, the cause of blocked orders, the id of one order, expiry, or the"
              + " location whose records are to expire.")
  private String what = "";

  @Option(names = "--deny", description = "It is not meant: nothing of it is removed.")
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
      return where.answer().console().refuse("nothing of this kind, cause, location or id waits");
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
                ? ": denied; nothing of " + decided.orders() + " orders is removed"
                : ": confirmed; " + decided.orders() + " blocked orders go on with the next sweep");
    return blocked.isEmpty()
        ? first
        : first
            + "\nblocked until a person confirms: "
            + String.join(", ", blocked)
            + (deny ? ";\nmend what caused it first, then confirm" : "");
  }

  record Answer(String what, String decision, long orders, Set<String> stillBlocked) {}
}

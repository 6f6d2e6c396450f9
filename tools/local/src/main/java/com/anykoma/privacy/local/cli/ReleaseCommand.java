package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.improvement.release.ReleaseService.Preview;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./run release}: makes a release of de-identified copies, or checks a copy of releases. */
@Command(
    name = "release",
    description =
        "Makes a release of the admitted items for trainers: de-identified copies with a signed"
            + " manifest. Completes an interrupted release first. With --project, publishes to the"
            + " topic release.",
    mixinStandardHelpOptions = true,
    subcommands = ReleaseCommand.Verify.class)
public final class ReleaseCommand implements Callable<Integer> {
  @Mixin private TargetOption where = new TargetOption();

  @Option(
      names = "--dry-run",
      description = "Only count the items of the next release, in a data directory.")
  private boolean dryRun;

  @Override
  public Integer call() {
    return dryRun
        ? where.ask(
            project -> where.answer().console().refuse("--dry-run needs a data directory"),
            this::preview)
        : where.publish(Topic.RELEASE, new BeginScan("command-line"), this::make);
  }

  private int preview(EmbeddedData here) {
    Preview next = here.services().releases().preview();
    return where
        .answer()
        .print(
            next,
            () ->
                "release %d would contain %d of %d admitted items"
                    .formatted(next.release(), next.permitted(), next.admitted()));
  }

  private int make(EmbeddedData here) {
    String run = "command-line-" + here.clock().millis();
    Optional<Long> release = here.services().releases().release(run);
    return release
        .map(
            number ->
                where.answer().print(new Made(number), () -> "release " + number + " is complete"))
        .orElseGet(
            () -> where.answer().console().refuse("the release is incomplete; run this again"));
  }

  record Made(long release) {}

  /** {@code ./run release verify}: checks a copy of the bucket of releases offline. */
  @Command(
      name = "verify",
      description =
          "Checks a copy of the bucket releases with our public keys, without network: manifests,"
              + " every file's hash, that recalled copies are absent, and that nothing else is"
              + " there. Exit code 1 and the faults if something does not hold, 2 if the copy"
              + " cannot be read.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int FAULTY = 1;
    private static final int UNREADABLE = 2;

    @Parameters(paramLabel = "DIR", description = "A folder with a copy of the bucket.")
    private Path folder = Path.of("");

    @Mixin private AnswerOption answer = new AnswerOption();

    @Mixin private PublishedKeys keys = new PublishedKeys();

    @Override
    public Integer call() {
      try {
        return report(new ReleaseCheck(folder, keys.of(folder), Clock.systemUTC().instant()));
      } catch (PermanentFailure e) {
        String why = folder + ": " + e.getMessage();
        if (answer.json()) {
          answer.console().print(Console.text(new Verified(false, List.of(), List.of(why))));
        }
        int exit = answer.console().refuse(why);
        return e instanceof ProofFiles.Unreadable ? UNREADABLE : exit;
      }
    }

    private int report(ReleaseCheck check) {
      List<String> faults = check.faults();
      answer.print(new Verified(faults.isEmpty(), check.releases(), faults), () -> text(check));
      if (!answer.json()) {
        faults.forEach(each -> answer.console().note("fault: " + each));
      }
      return faults.isEmpty() ? 0 : FAULTY;
    }

    private static String text(ReleaseCheck check) {
      StringBuilder text = new StringBuilder();
      for (ReleaseCheck.Checked each : check.releases()) {
        text.append(
            "release %d of %s: %d items, %d recalled%n  root %s%n"
                .formatted(
                    each.release(), each.createdAt(), each.items(), each.recalled(), each.root()));
      }
      return text.append(
              check.faults().isEmpty()
                  ? "genuine and complete; no recalled copy is left"
                  : "faults: " + check.faults().size())
          .toString();
    }
  }

  record Verified(boolean genuine, List<ReleaseCheck.Checked> releases, List<String> faults) {}
}

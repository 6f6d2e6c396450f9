package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.ReplayService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run replay-tombstones}: repeats erasures after a restore from a backup. */
@Command(
    name = "replay-tombstones",
    description =
        "After a restore from a backup: destroys the restored keys of erased people again, and"
            + " erases again everyone erased since the backup. Idempotent. With --project,"
            + " publishes to the topic replay-tombstones.",
    mixinStandardHelpOptions = true)
public final class ReplayTombstonesCommand implements Callable<Integer> {
  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    return where.publish(
        Topic.REPLAY_TOMBSTONES,
        new BeginScan("command-line"),
        here -> {
          ReplayService.Replayed replayed = here.services().replay().replayAll("command-line");
          int carriedOut = here.runRemovals();
          return where
              .answer()
              .print(
                  new Answer(replayed.keys(), replayed.subjects(), carriedOut),
                  () -> text(replayed, carriedOut));
        });
  }

  private static String text(ReplayService.Replayed replayed, int carriedOut) {
    return "keys destroyed again: "
        + replayed.keys()
        + "\nrestored records of erased people: "
        + replayed.subjects()
        + "\nerasure tasks run: "
        + carriedOut;
  }

  record Answer(long keysDestroyedAgain, long subjectsFound, int erasuresCarriedOut) {}
}

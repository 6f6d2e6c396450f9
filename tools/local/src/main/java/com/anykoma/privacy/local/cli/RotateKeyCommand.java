package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.ReplaceKey;
import com.anykoma.privacy.platform.TaskPayload.RewrapTask;
import com.anykoma.privacy.platform.Topic;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code ./run rotate-key}: rewraps all data encryption keys, or replaces one person's key (P17).
 */
@Command(
    name = "rotate-key",
    description =
        "Rewraps every person's key with the current version of the key-encryption key. With"
            + " UID, creates a new key for that person's new content; existing content stays"
            + " sealed with the old key. With --project, publishes to the topic rewrap.",
    mixinStandardHelpOptions = true)
public final class RotateKeyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "UID",
      arity = "0..1",
      description = "The person whose key is replaced. Default: rewrap the keys of all people.")
  private Optional<SubjectId> subject = Optional.empty();

  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    String run = "command-line-" + Clock.systemUTC().millis();
    RewrapTask task = subject.<RewrapTask>map(ReplaceKey::new).orElseGet(() -> new BeginScan(run));
    return where.publish(Topic.REWRAP, task, here -> rotate(here, task));
  }

  private int rotate(EmbeddedData opened, RewrapTask task) {
    opened.services().rewrap().handle(task);
    opened.runRemovals();

    return where
        .answer()
        .print(
            new Answer(subject.isPresent() ? "subject" : "all"),
            () ->
                subject.isPresent()
                    ? "new content of this person is sealed with a new key"
                    : "every key is rewrapped; keys that cannot be unwrapped are logged");
  }

  record Answer(String rotated) {}
}

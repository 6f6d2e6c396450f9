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

/** {@code ./run rotate-key}: wraps all keys again, or gives one person a new one (P17). */
@Command(
    name = "rotate-key",
    description =
        "Wraps every person's key again, page by page, once the key-encryption key has a new"
            + " version. With UID, seals what this person makes from now on with a new key; what was"
            + " sealed before stays as it is. With --project, publishes to the topic rewrap.",
    mixinStandardHelpOptions = true)
public final class RotateKeyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "UID",
      arity = "0..1",
      description = "Whose key is replaced; all are wrapped again without it.")
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
    opened.carryOut();

    return where
        .answer()
        .print(
            new Answer(subject.isPresent() ? "subject" : "all"),
            () ->
                subject.isPresent()
                    ? "what this person makes from now on is sealed with a new key"
                    : "every key is wrapped again, or logged where it does not unwrap");
  }

  record Answer(String rotated) {}
}

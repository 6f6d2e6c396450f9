package com.anykoma.privacy.local;

import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.ReplayService;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run replay-tombstones}: erases again whom a restored backup brought back. */
@Command(
    name = "replay-tombstones",
    description =
        "After a restore from a backup: destroys again what keys came back, and erases again"
            + " whoever was erased since. Safe to repeat. With --project, publishes to the topic"
            + " replay-tombstones.",
    mixinStandardHelpOptions = true)
final class ReplayTombstonesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private ProjectOption project = new ProjectOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Console console = new Console(spec);
    if (project.isGiven()) {
      return project.publish(
          console, json, data.path(), Topic.REPLAY_TOMBSTONES, new BeginScan("command-line"));
    }
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      ReplayService.Replayed replayed = opened.wiring().replay().replayAll("command-line");
      int carriedOut = opened.carryOut();
      console.print(json ? json(replayed, carriedOut) : text(replayed, carriedOut));
      return 0;
    }
  }

  private static String text(ReplayService.Replayed replayed, int carriedOut) {
    return "keys destroyed again: "
        + replayed.keys()
        + "\nplaces where somebody erased was found: "
        + replayed.subjects()
        + "\nerasures looked after: "
        + carriedOut;
  }

  private static String json(ReplayService.Replayed replayed, int carriedOut) {
    JsonObject json = new JsonObject();
    json.addProperty("keysDestroyedAgain", replayed.keys());
    json.addProperty("subjectsFound", replayed.subjects());
    json.addProperty("erasuresCarriedOut", carriedOut);
    return Console.text(json);
  }
}

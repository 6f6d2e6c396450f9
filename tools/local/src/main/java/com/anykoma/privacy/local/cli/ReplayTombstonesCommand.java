package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.ReplayService;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run replay-tombstones}: erases again whom a restored backup brought back. */
@Command(
    name = "replay-tombstones",
    description =
        "After a restore from a backup: destroys again what keys came back, and erases again"
            + " whoever was erased since. Safe to repeat. With --project, publishes to the topic"
            + " replay-tombstones.",
    mixinStandardHelpOptions = true)
public final class ReplayTombstonesCommand implements Callable<Integer> {
  @Mixin private Where where = new Where();

  @Override
  public Integer call() {
    return where.publish(
        Topic.REPLAY_TOMBSTONES,
        new BeginScan("command-line"),
        here -> {
          ReplayService.Replayed replayed =
              here.wiring().services().replay().replayAll("command-line");
          int carriedOut = here.carryOut();
          return where.print(json(replayed, carriedOut), () -> text(replayed, carriedOut));
        });
  }

  private static String text(ReplayService.Replayed replayed, int carriedOut) {
    return "keys destroyed again: "
        + replayed.keys()
        + "\nplaces where somebody erased was found: "
        + replayed.subjects()
        + "\nerasures looked after: "
        + carriedOut;
  }

  private static JsonObject json(ReplayService.Replayed replayed, int carriedOut) {
    JsonObject json = new JsonObject();
    json.addProperty("keysDestroyedAgain", replayed.keys());
    json.addProperty("subjectsFound", replayed.subjects());
    json.addProperty("erasuresCarriedOut", carriedOut);
    return json;
  }
}

package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.retention.Order;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run erase}: how much of a person there is, and, if confirmed, their erasure. */
@Command(
    name = "erase",
    description =
        "Counts what erasing a person would remove, by location, and what of other people lies"
            + " beneath and what becomes of it. With --confirm, erases them at once: that cannot be"
            + " undone.",
    mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "UID", description = "Whose data.")
  private String uid = "";

  @Option(names = "--dry-run", description = "Only count; so it is without --confirm.")
  private boolean dryRun;

  @Option(names = "--confirm", description = "Erase the person, at once.")
  private boolean confirm;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (dryRun && confirm) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run and --confirm exclude each other");
    }
    SubjectId subject = subject();
    Console console = new Console(spec);
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      Map<String, Long> counts = opened.wiring().erasing().preview(subject);
      Map<String, Long> others = opened.wiring().erasing().others(subject);
      String state = confirm ? erase(opened, subject) : "not asked for";
      console.print(json ? json(counts, others, state) : text(counts, others, state));
      return 0;
    } catch (EmbeddedData.Missing e) {
      return console.refuse(e);
    }
  }

  private SubjectId subject() {
    try {
      return new SubjectId(uid);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "no uid: " + e.getMessage(), e);
    }
  }

  private static String erase(EmbeddedData opened, SubjectId subject) {
    opened.wiring().erasures().begin(subject, "command-line");
    int unused = opened.carryOut();
    return opened
        .wiring()
        .erasures()
        .status(subject)
        .map(Order::state)
        .map(it -> it.word())
        .orElse("unknown");
  }

  private static String text(Map<String, Long> counts, Map<String, Long> others, String state) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (location, count) ->
            text.append(String.format(Locale.ROOT, "%-16s %8d%n", location, count)));
    others.forEach(
        (what, count) -> text.append("not theirs, beneath: " + what + ' ' + count + '\n'));
    return text + "erasure: " + state;
  }

  private static String json(Map<String, Long> counts, Map<String, Long> others, String state) {
    JsonObject places = new JsonObject();
    counts.forEach(places::addProperty);
    JsonObject json = new JsonObject();
    json.add("counts", places);
    JsonArray beneath = new JsonArray();
    others.forEach(
        (what, count) -> {
          JsonObject each = new JsonObject();
          each.addProperty("location", what.substring(0, what.indexOf(' ')));
          each.addProperty("becomes", what.substring(what.indexOf(' ') + 1));
          each.addProperty("count", count);
          beneath.add(each);
        });
    json.add("others", beneath);
    json.addProperty("erasure", state);
    return json.toString();
  }
}

package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.HoldTask;
import com.anykoma.privacy.platform.TaskPayload.PlaceHold;
import com.anykoma.privacy.platform.TaskPayload.ReleaseHold;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.Hold;
import com.anykoma.privacy.rights.erasure.HoldService;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run hold}: legal holds, each on one item (E21). */
@Command(
    name = "hold",
    description =
        "Places, releases and lists legal holds, each of which keeps a copy of one item. With"
            + " --project, places and releases by publishing to the topic hold.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(set | release | list)")
public final class HoldCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  private static int tell(
      TargetOption where, HoldTask published, Function<HoldService, String> hold) {
    return where.publish(
        Topic.HOLD,
        published,
        here -> {
          String told = hold.apply(here.services().holds());
          return where.answer().print(new HoldAnswer(told), () -> told);
        });
  }

  @Command(
      name = "set",
      description = "Holds an item, and prints the hold's id. Its copy outlives an erasure.",
      mixinStandardHelpOptions = true)
  int set(
      @Parameters(paramLabel = "PATH", description = "The item's document: users/UID/images/ID.")
          DocumentPath item,
      @Option(
              names = "--ground",
              required = true,
              description = "The case or order that demands it; names nobody.")
          String ground,
      @Option(
              names = "--until",
              required = true,
              description = "When it ends by itself: 2027-01-31T00:00:00Z.")
          Instant until,
      @Mixin TargetOption where) {
    if (ground.isBlank()
        || ground.getBytes(StandardCharsets.UTF_8).length > Task.MAX_ATTRIBUTE_BYTES
        || !until.isAfter(Clock.systemUTC().instant())) {
      throw new ParameterException(
          spec.commandLine(),
          "a hold has a ground of at most "
              + Task.MAX_ATTRIBUTE_BYTES
              + " bytes, and an end that is yet to come");
    }
    return tell(
        where, new PlaceHold(item, ground, until), holds -> holds.place(item, ground, until));
  }

  @Command(
      name = "release",
      description = "Ends a hold before its time: its copy goes.",
      mixinStandardHelpOptions = true)
  int release(
      @Parameters(paramLabel = "HOLD", description = "The hold's id, as list tells it.") String id,
      @Mixin TargetOption where) {
    return tell(
        where,
        new ReleaseHold(id),
        holds -> {
          if (!holds.release(id)) {
            throw new IllegalArgumentException("there is no hold with this id");
          }
          return id;
        });
  }

  @Command(
      name = "list",
      description =
          "Lists the holds on one item, or on anything of one person. With --project, reads the"
              + " main database: the entitlement privacy-read gives you the right for an hour.",
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(paramLabel = "UID|PATH", description = "A person's uid, or an item's document.")
          String whose,
      @Mixin TargetOption where) {
    SubjectId subject = subjectOf(whose);
    List<Hold> holds =
        where
            .onCloud(
                cloud -> Hold.of(cloud.documents(), subject),
                here -> Hold.of(here.cloud().documents(), subject))
            .stream()
            .filter(it -> !whose.contains("/") || it.item().value().equals(whose))
            .toList();
    List<Line> lines =
        holds.stream()
            .map(
                it ->
                    new Line(
                        it.id(),
                        it.item().value(),
                        it.ground(),
                        it.placedAt(),
                        it.until(),
                        it.isKept()))
            .toList();
    return where.answer().print(new Listed(lines), () -> text(holds));
  }

  private SubjectId subjectOf(String whose) {
    try {
      return whose.contains("/")
          ? DataMap.shipped().subjectOf(new DocumentPath(whose)).orElseThrow()
          : new SubjectId(whose);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new ParameterException(spec.commandLine(), "no uid, and no path of an item", e);
    }
  }

  private static String text(List<Hold> holds) {
    return holds.isEmpty()
        ? "there is no hold"
        : holds.stream()
            .map(
                each ->
                    String.join(
                        "\n  ",
                        each.id(),
                        TerminalText.of(each.item().value()),
                        TerminalText.of(each.ground()),
                        "until " + each.until(),
                        each.isKept() ? "a copy is kept" : "there is no copy yet"))
            .collect(Collectors.joining("\n"));
  }

  record HoldAnswer(String hold) {}

  record Listed(List<Line> holds) {}

  record Line(
      String hold, String item, String ground, Instant placedAt, Instant until, boolean kept) {}
}

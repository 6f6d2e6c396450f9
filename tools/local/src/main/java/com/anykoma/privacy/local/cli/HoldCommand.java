package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run hold}: manages legal holds, each on one item (E21). */
@Command(
    name = "hold",
    description =
        "Places, releases and lists legal holds. A hold preserves a copy of one item. With"
            + " --project, set and release publish to the topic hold.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(set | release | list)")
public final class HoldCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  private static int apply(TargetOption where, HoldTask task, Function<HoldService, String> hold) {
    return where.publish(
        Topic.HOLD,
        task,
        here -> {
          String id = hold.apply(here.services().holds());
          return where.answer().print(new HoldAnswer(id), () -> id);
        });
  }

  @Command(
      name = "set",
      description = "Holds an item and prints the hold's id. Its copy survives an erasure.",
      mixinStandardHelpOptions = true)
  int set(
      @Parameters(paramLabel = "PATH", description = "The item's document: users/UID/images/ID.")
          DocumentPath item,
      @Option(
              names = "--ground",
              required = true,
              description = "The legal ground, such as a case number; must not identify a person.")
          String ground,
      @Option(
              names = "--until",
              required = true,
              description = "When the hold ends automatically: 2027-01-31T00:00:00Z.")
          Instant until,
      @Mixin TargetOption where) {
    if (ground.isBlank()
        || ground.getBytes(StandardCharsets.UTF_8).length > Task.MAX_ATTRIBUTE_BYTES
        || !until.isAfter(Clock.systemUTC().instant())) {
      throw new ParameterException(
          spec.commandLine(),
          "a hold needs a ground of at most "
              + Task.MAX_ATTRIBUTE_BYTES
              + " bytes and an end in the future");
    }
    return apply(
        where, new PlaceHold(item, ground, until), holds -> holds.place(item, ground, until));
  }

  @Command(
      name = "release",
      description = "Ends a hold early and deletes its copy.",
      mixinStandardHelpOptions = true)
  int release(
      @Parameters(paramLabel = "HOLD", description = "The hold's id, as list prints it.") String id,
      @Mixin TargetOption where) {
    return apply(
        where,
        new ReleaseHold(id),
        holds -> {
          if (!holds.release(id)) {
            throw new IllegalArgumentException("no hold has this id");
          }
          return id;
        });
  }

  @Command(
      name = "list",
      description =
          "Lists the holds on one item, or on all items of one person. With --project, reads the"
              + " main database; request the entitlement privacy-read first, which grants access"
              + " for an hour.",
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(paramLabel = "UID|PATH", description = "A person's uid, or an item's document.")
          String target,
      @Mixin TargetOption where) {
    Function<Documents, List<Hold>> find = holdsOn(target);
    List<Hold> holds =
        where.onCloud(
            cloud -> find.apply(cloud.documents()), here -> find.apply(here.cloud().documents()));
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

  private Function<Documents, List<Hold>> holdsOn(String target) {
    try {
      if (target.contains("/")) {
        DocumentPath item = new DocumentPath(target);
        return documents -> Hold.of(documents, item);
      }
      SubjectId subject = new SubjectId(target);
      return documents -> Hold.of(documents, subject);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "neither a uid nor the path of an item", e);
    }
  }

  private static String text(List<Hold> holds) {
    return holds.isEmpty()
        ? "no holds"
        : holds.stream()
            .map(
                each ->
                    String.join(
                        "\n  ",
                        each.id(),
                        TerminalText.of(each.item().value()),
                        TerminalText.of(each.ground()),
                        "until " + each.until(),
                        each.isKept() ? "the copy is stored" : "no copy is stored yet"))
            .collect(Collectors.joining("\n"));
  }

  record HoldAnswer(String hold) {}

  record Listed(List<Line> holds) {}

  record Line(
      String hold, String item, String ground, Instant placedAt, Instant until, boolean kept) {}
}

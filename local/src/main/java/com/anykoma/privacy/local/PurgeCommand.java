package com.anykoma.privacy.local;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.Order;
import com.anykoma.privacy.retention.RetentionService.Foreseen;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run purge}: what purging an item would remove, and, if confirmed, its purge. */
@Command(
    name = "purge",
    description =
        "Lists exactly what purging an item would remove and what it would leave. With --confirm,"
            + " purges it, if its owner has deleted it and it can no longer be restored.",
    mixinStandardHelpOptions = true)
final class PurgeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "The item's document: users/UID/images/ID.")
  private String path = "";

  @Option(names = "--dry-run", description = "Only list; so it is without --confirm.")
  private boolean dryRun;

  @Option(names = "--confirm", description = "Carry out the item's purge order, if it is due.")
  private boolean confirm;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (dryRun && confirm) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run and --confirm exclude each other");
    }
    DocumentPath item = item();
    Console console = new Console(spec);
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      List<Foreseen> foreseen = opened.wiring().retention().preview(item);
      console.print(json ? json(foreseen) : text(foreseen));
      return confirm ? purge(opened, item, console) : 0;
    } catch (EmbeddedData.Missing | PermanentFailure e) {
      return console.refuse(e);
    }
  }

  private DocumentPath item() {
    try {
      return new DocumentPath(path);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "no path of an item: " + e.getMessage(), e);
    }
  }

  private static int purge(EmbeddedData opened, DocumentPath item, Console console) {
    Query asked = Query.in(new CollectionPath("purges")).whereEqual("item", item.value());
    for (Document each : opened.cloud().documents().find(asked)) {
      opened.wiring().retention().purge(each.path().id());
      int unused = opened.carryOut();
      Order after = Order.of(opened.cloud().documents().get(each.path()).orElse(each));
      if (!after.isLive()) {
        return 0;
      }
    }
    return console.refuse("nothing was purged: no order of it is due");
  }

  private static String text(List<Foreseen> foreseen) {
    StringBuilder text = new StringBuilder();
    for (Foreseen each : foreseen) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-5s %-8s %-15s %s%n",
              each.goes() ? "goes" : "stays",
              each.why(),
              each.location(),
              TerminalText.of(each.name())));
    }
    long going = foreseen.stream().filter(Foreseen::goes).count();
    return text + (going + " would go");
  }

  private static String json(List<Foreseen> foreseen) {
    JsonArray all = new JsonArray();
    for (Foreseen each : foreseen) {
      JsonObject one = new JsonObject();
      one.addProperty("location", each.location());
      one.addProperty("name", each.name());
      one.addProperty("goes", each.goes());
      one.addProperty("why", each.why());
      all.add(one);
    }
    JsonObject json = new JsonObject();
    json.add("items", all);
    return Console.text(json);
  }
}

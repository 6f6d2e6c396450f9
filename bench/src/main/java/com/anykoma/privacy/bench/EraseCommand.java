package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.StandIns.Missing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run bench erase}: see {@link EraseBench} and {@link TheirErasure}. */
@Command(
    name = "erase",
    description = "One person erased from everywhere, beside raw deletes or the usual extension.",
    mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
  private static final int FEWEST = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--cloud",
      description =
          "embedded, or emulators: Firestore's, with a double of Cloud Storage, beside a stand-in"
              + " for the usual extension in Node (default: ${DEFAULT-VALUE})")
  private Cloud cloud = Cloud.EMBEDDED;

  @Option(
      names = "--docs",
      converter = Positive.class,
      split = ",",
      description = "documents of the person, one measurement each (default: ${DEFAULT-VALUE})")
  private List<Integer> documents = List.of(2_000, 10_000);

  @Option(
      names = "--objects",
      converter = Positive.class,
      description = "objects of the person (default: ${DEFAULT-VALUE})")
  private int objects = 200;

  @Option(
      names = "--rounds",
      converter = Positive.class,
      description = "how many: the best counts (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(
      names = "--standins",
      paramLabel = "DIR",
      description = "with emulators: the folder of the stand-in (default: ../shared/standins)")
  private Path standIns = StandIns.usualSource();

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  private final Clock clock = Clock.systemUTC();

  /** What it is erased from. */
  private enum Cloud {
    EMBEDDED,
    EMULATORS
  }

  @Override
  public Integer call() throws Exception {
    if (documents.stream().anyMatch(it -> it < FEWEST)) {
      throw new ParameterException(spec.commandLine(), "--docs are " + FEWEST + " at least");
    }
    StandIns.require(spec, standIns);
    EraseReport report = cloud == Cloud.EMULATORS ? onEmulators() : embedded();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      report.printJson(out);
    } else {
      report.print(out);
    }
    out.flush();
    return report.isAmiss() ? 1 : 0;
  }

  private EraseReport embedded() throws Exception {
    EraseBench bench = measured(EraseStage::embedded);
    List<EraseProcess.Heap> heaps = new ArrayList<>();
    for (int each : documents) {
      heaps.add(EraseProcess.measure(each, objects, clock));
    }
    return report(bench, heaps, List.of(), Optional.empty());
  }

  private EraseReport onEmulators() throws Exception {
    List<TheirErasure.Row> peers = new ArrayList<>();
    Optional<String> missing = Optional.empty();
    try {
      TheirErasure theirs = new TheirErasure(StandIns.installPrograms(standIns));
      for (int each : documents) {
        peers.add(best(theirs, each));
      }
    } catch (Missing e) {
      missing = Optional.of(String.valueOf(e.getMessage()));
    }
    return report(measured(EraseStage::onEmulators), List.of(), peers, missing);
  }

  private TheirErasure.Row best(TheirErasure theirs, int size) throws Exception {
    TheirErasure.Row best = theirs.measure(size);
    for (int round = 1; round < rounds; round++) {
      TheirErasure.Row next = theirs.measure(size);
      best = next.perSecond() > best.perSecond() ? next : best;
    }
    System.err.printf(
        Locale.ROOT, "%s: %,.0f of %,d documents a second%n", best.name(), best.perSecond(), size);
    return best;
  }

  private EraseBench measured(EraseBench.Stages stages) throws Exception {
    EraseBench bench = new EraseBench(clock, stages, objects, System.err::println);
    for (int round = 0; round < rounds; round++) {
      for (int each : documents) {
        bench.round(each);
      }
    }
    return bench;
  }

  private EraseReport report(
      EraseBench bench,
      List<EraseProcess.Heap> heaps,
      List<TheirErasure.Row> peers,
      Optional<String> missing) {
    return new EraseReport(
        cloud.name().toLowerCase(Locale.ROOT),
        bench.rates(),
        bench.costs(),
        bench.outcomes(),
        heaps,
        peers,
        missing);
  }
}

package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.Comparison.Candidate;
import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.common.collect.Maps;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * {@code ./run bench startup}: measures the time from the start of a process to its first HTTP
 * answer, to 50 ms, for each function of the deployed jar compared with a hello-world function. The
 * functions create their clients, but no service answers.
 */
@Command(
    name = "startup",
    description =
        "Measures the time to the first answer of each function, compared with a"
            + " hello-world function.",
    mixinStandardHelpOptions = true)
final class StartupBenchmark extends Benchmark {
  private static final String HELLO = "hello-world";

  StartupBenchmark() {
    super(5);
  }

  @Override
  void measure(Report report) throws Exception {
    Path functions =
        FunctionEnvironment.codeOf(DeployedFunction.class); // the build creates the jar next to it
    Path jar = functions.resolveSibling(Path.of("deploy", "functions.jar"));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          jar + " does not exist; build it with mvn -DskipTests verify -pl functions -am");
    }
    Map<Service, URI> nowhere =
        Maps.toMap(List.of(Service.values()), each -> EmulatorProcess.freeEndpoint());
    Map<String, String> ratio = Map.of("ratio", HELLO);
    Path own = FunctionEnvironment.codeOf(BaselineFunctions.class);
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(
        it -> it.record(start(HELLO, BaselineFunctions.Hello.class, own, Map.of()), Map.of()));
    for (DeployedFunction each : DeployedFunction.values()) {
      Map<String, String> environment = FunctionEnvironment.of(each, nowhere);
      String name = each.functionName();
      candidates.add(it -> it.record(start(name, each.entryPoint(), jar, environment), ratio));
    }
    report.table(Comparison.run("millis", 0, rounds(), candidates).rows());
  }

  private static ReportRow start(
      String name, Class<?> type, Path classes, Map<String, String> environment) {
    URI at = EmulatorProcess.freeEndpoint();
    try (TemporaryDirectory logs = TemporaryDirectory.create()) {
      long begin = System.nanoTime();
      ProcessBuilder program =
          FunctionEnvironment.program(type, classes.toString(), environment, at);
      try (EmulatorProcess process = EmulatorProcess.start(program, logs.path().resolve("log"))) {
        process.awaitReady(at);
        ReportRow row = ReportRow.of(name).with("millis", (System.nanoTime() - begin) / 1e6);
        return row.with("processorMillis", process.processorTime().toNanos() / 1e6);
      }
    }
  }
}

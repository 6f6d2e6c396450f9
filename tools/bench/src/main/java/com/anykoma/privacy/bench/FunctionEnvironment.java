package com.anykoma.privacy.bench;

import static java.util.Map.entry;

import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.emulators.Emulators;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.services.PrivacyFiles;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;

/** The environment of a function: variables for its own process, or a host in this process. */
final class FunctionEnvironment {
  static final String PROJECT = "demo-bench";
  static final String WEBHOOK_SECRET = "whsec_of_this_benchmark_only";
  static final String STRIPE_KEY = "sk_test_of_this_benchmark_only";

  /** The configuration of the functions in this process. */
  static final Config CONFIG =
      new Config(
          Optional.of(new StripeEvents(List.of(WEBHOOK_SECRET), false, Optional.empty())),
          List.of(),
          Optional.of(URI.create("https://example.com/privacy")),
          Bytes.of(new byte[32]),
          Set.of());

  /** The product of the tests: figures do not depend on the settings in {@code privacy}. */
  static final PrivacyFiles PRODUCT =
      PrivacyFiles.in(
          InfraFiles.ofProject()
              .root()
              .resolve("shared/src/test/resources/fixture-product/privacy"));

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          entry(Environment.PROJECT, PROJECT),
          entry(Environment.SUBJECT_HASH_KEY, "A".repeat(43) + "="),
          entry(Environment.KEYS_DATABASE, "keys"),
          entry(
              Environment.BUCKETS,
              "uploads=bench-uploads,content=bench-content,evidence=bench-evidence,exports=bench-exports,releases=bench-releases"),
          entry(
              Environment.SIGNING_KEK, "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/s"),
          entry(Environment.KEK, "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k"),
          entry(Environment.STRIPE_KEY, STRIPE_KEY),
          entry(Environment.STRIPE_SECRETS, WEBHOOK_SECRET),
          entry(Environment.STRIPE_LIVE, "false"),
          entry(Environment.MAIL_KEY, WEBHOOK_SECRET),
          entry(Environment.PAGES, "https://example.com/privacy"));

  private FunctionEnvironment() {}

  /** Creates the environment variables of a function on these emulators and fakes. */
  static Map<String, String> of(DeployedFunction function, Map<Service, URI> endpoints) {
    Map<String, String> environment = new HashMap<>();
    Stream.concat(
            Environment.ALWAYS.stream(),
            function.variableGroups().stream().flatMap(need -> need.variables().stream()))
        .forEach(name -> environment.put(name, Objects.requireNonNull(VALUES.get(name), name)));
    endpoints.forEach(
        (service, at) ->
            environment.put(String.valueOf(Environment.EMULATORS.get(service)), at.getAuthority()));
    return environment;
  }

  /**
   * Serves the given functions and all baseline functions on an embedded cloud, in this process.
   */
  static FunctionHost host(
      EmbeddedCloud cloud, InstantSource clock, Set<DeployedFunction> functions) {
    cloud.documents().recordOnly(EventBridge.triggering(PRODUCT.dataMap()));
    Map<String, Handler> handlers = new HashMap<>(BaselineFunctions.functions(cloud));
    Wiring wiring = new Wiring(CONFIG, cloud, PRODUCT, clock);
    for (DeployedFunction each : functions) {
      handlers.put(each.functionName(), FunctionHost.handler(each, wiring));
    }
    return FunctionHost.start(0, base -> handlers);
  }

  /** Prepares a process of a function, by its class path, in the unmodified Functions Framework. */
  static ProcessBuilder program(
      Class<?> function, String classes, Map<String, String> environment, URI at) {
    List<String> arguments = new ArrayList<>(List.of("--classpath", classes));
    arguments.addAll(List.of("--target", function.getName()));
    arguments.addAll(List.of("--port", String.valueOf(at.getPort())));
    ProcessBuilder program =
        EmulatorProcess.javaProgram(codeOf(Invoker.class), Invoker.class.getName(), arguments);
    program.environment().clear();
    program.environment().putAll(environment);
    return program;
  }

  /** The folder or jar that contains a class. */
  static Path codeOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** Starts emulators and fakes that deliver no events. */
  static Emulators emulators(Path logs) {
    return Emulators.start(PROJECT, EmulatorProcess.freeEndpoint(), logs, Map.of());
  }
}

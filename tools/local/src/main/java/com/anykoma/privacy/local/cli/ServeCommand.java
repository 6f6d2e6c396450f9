package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.emulators.PortTaken;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.VariableGroup;
import com.anykoma.privacy.local.app.ServedApp;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.CloudOption;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.console.Logs;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run serve}: serves the whole product on this machine until Ctrl-C. */
@Command(
    name = "serve",
    description =
        "Serves every function and a fake app on 127.0.0.1. State survives a restart. /healthz"
            + " returns 200 when it is ready. Ctrl-C stops it.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  private static final int MAX_SECONDS_TO_CLOSE = 70;
  private static final int MAX_PORT = 65_535;
  private static final Set<Service> WITH_FIXED_PORTS =
      EnumSet.of(Service.FIRESTORE, Service.PUBSUB, Service.AUTH, Service.STORAGE);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port to listen on; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--emulator-ports",
      paramLabel = "SERVICE=PORT",
      split = ",",
      description =
          "With --cloud=emulators: the ports of firestore, pubsub, auth and storage, such as"
              + " firestore=8081,auth=9099. Each other emulator takes any free port.")
  private Map<Service, Integer> emulatorPorts = new EnumMap<>(Service.class);

  @Mixin private CloudOption choice = new CloudOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    checkPorts();
    Path directory = data.path();
    OffsetClock clock = OffsetClock.of(directory);
    Logs.show(Level.INFO, clock);
    CountDownLatch ending = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (LocalCloud cloud =
        ServedApp.open(data.product(), choice.choice(), emulatorPorts, directory, clock, port)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ending, ended)));
      printStart(new Console(spec), cloud);
      ending.await();
    } catch (PortTaken e) {
      return new Console(spec)
          .refuse(e.getMessage() + ": choose another with --port or --emulator-ports");
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private void checkPorts() {
    if (!emulatorPorts.isEmpty() && choice.choice() != CloudChoice.EMULATORS) {
      throw refused("--emulator-ports needs --cloud=emulators");
    }
    if (!WITH_FIXED_PORTS.containsAll(emulatorPorts.keySet())) {
      throw refused("--emulator-ports accepts only firestore, pubsub, auth and storage");
    }
    if (port < 0
        || port > MAX_PORT
        || emulatorPorts.values().stream().anyMatch(each -> each < 1 || each > MAX_PORT)) {
      throw refused("a port is a number up to " + MAX_PORT);
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private static void end(CountDownLatch ending, CountDownLatch ended) {
    ending.countDown();
    try {
      boolean unused = ended.await(MAX_SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void printStart(Console out, LocalCloud cloud) {
    out.print("Listening on " + cloud.host().base() + " (this machine only): status page");
    out.print("");
    for (DeployedFunction each : DeployedFunction.values()) {
      out.print(
          String.format(
              Locale.ROOT,
              "  /%-16s %s",
              each.functionName(),
              describe(each, cloud.product().dataMap())));
    }
    out.print("");
    cloud.platform().notes().forEach(out::print);
    out.print("State:          " + data.path().toAbsolutePath());
    out.print("Signing secret: " + cloud.secrets().file().toAbsolutePath());
    out.print("");
    String directory = data.path().toString();
    out.print(
        new ExampleCommands(
                SampleProduct.of(cloud.product()),
                cloud.host().base().toString(),
                directory.equals(".data") ? "" : " --data " + directory)
            .text());
  }

  private static String describe(DeployedFunction function, DataMap map) {
    Trigger trigger = function.trigger();
    if (trigger instanceof Trigger.DocumentWritten written) {
      return "a write to "
          + written.patterns(map).stream()
              .map(PathPattern::toString)
              .collect(Collectors.joining(" or "));
    }
    if (trigger instanceof Trigger.TaskPublished published) {
      return "a task \"" + published.topic() + "\"";
    }
    if (trigger instanceof Trigger.Scheduled scheduled) {
      return "the schedule " + scheduled.cron();
    }
    if (trigger instanceof Trigger.ObjectFinalized finalized) {
      return "a new object in " + finalized.bucket();
    }
    if (trigger instanceof Trigger.AccountDeleted) {
      return "the deletion of a sign-in account";
    }
    return function.variableGroups().contains(VariableGroup.STRIPE_EVENTS)
        ? "an HTTP request with Stripe's signature"
        : "an HTTP request with the caller's ID token";
  }
}

package com.anykoma.privacy.local.host;

import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.emulators.PortTaken;
import com.anykoma.privacy.emulators.StartedResources;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.DirectoryLock;
import com.anykoma.privacy.local.cloud.LocalPlatform;
import com.anykoma.privacy.local.cloud.LocalSecrets;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.embedded.FunctionRights;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;

/**
 * The whole product on one machine: a local platform, all functions in the real framework on the
 * loopback interface, and the bridge that delivers events to them. Each function has the access
 * rights that it is deployed with. Secrets are stored in the data directory.
 */
public record LocalCloud(
    PrivacyFiles product,
    LocalPlatform platform,
    LocalSecrets secrets,
    Wiring wiring,
    FunctionHost host,
    Bridge bridge,
    StartedResources started)
    implements AutoCloseable {
  /** Opens the embedded cloud in the directory, without schedules. */
  public static LocalCloud open(PrivacyFiles product, Path directory, InstantSource clock) {
    return open(product, CloudChoice.EMBEDDED, directory, clock);
  }

  /** Opens the embedded cloud for Stripe's live mode or test mode. */
  public static LocalCloud open(
      PrivacyFiles product, Path directory, InstantSource clock, boolean livemode) {
    return open(
        product, CloudChoice.EMBEDDED, Map.of(), directory, clock, livemode, 0, Optional.empty());
  }

  /** Opens the directory, creates it if needed, and starts everything except the schedules. */
  public static LocalCloud open(
      PrivacyFiles product, CloudChoice choice, Path directory, InstantSource clock) {
    return open(product, choice, Map.of(), directory, clock, false, 0, Optional.empty());
  }

  /**
   * Opens the directory and starts everything: functions, schedules and the additional handlers.
   *
   * @param emulators the fixed ports of emulators; the others take any free port
   * @param port 0 for any free port
   * @throws PortTaken when another process listens on a port; the directory is unchanged then
   * @throws DirectoryLock.Held when another process serves the directory
   */
  public static LocalCloud openServed(
      PrivacyFiles product,
      CloudChoice choice,
      Map<Service, Integer> emulators,
      Path directory,
      InstantSource clock,
      int port,
      Served served) {
    return open(product, choice, emulators, directory, clock, false, port, Optional.of(served));
  }

  /** The parts from which the additional handlers are created. */
  public record Parts(LocalPlatform platform, LocalSecrets secrets, Wiring wiring, URI base) {}

  /** The additional handlers of a served cloud by first path segment, its request log and clock. */
  public record Served(
      Function<Parts, Map<String, Handler>> handlers, ServedLog log, ClockMover mover) {}

  private static LocalCloud open(
      PrivacyFiles product,
      CloudChoice choice,
      Map<Service, Integer> emulators,
      Path directory,
      InstantSource clock,
      boolean livemode,
      int port,
      Optional<Served> served) {
    FunctionHost host = FunctionHost.listen(port, served.map(Served::log));
    StartedResources started = new StartedResources();
    try {
      emulators.values().forEach(EmulatorProcess::endpoint); // fails when a port is taken
      Path data = created(directory);
      served.ifPresent(it -> started.add(DirectoryLock.of(data)));
      LocalPlatform platform = started.add(choice.open(data, clock, emulators));
      started.add(host);
      LocalSecrets secrets = LocalSecrets.open(data);
      Config config = secrets.config(livemode);
      Wiring wiring =
          Wiring.checked(
              config,
              GuardedCloud.ofOperator(platform.cloud(), InfraFiles.indexes(product)),
              product,
              clock);
      Map<String, Handler> routes = functions(product, platform.cloud(), config, clock);
      Parts parts = new Parts(platform, secrets, wiring, host.base());
      served.ifPresent(it -> routes.putAll(it.handlers().apply(parts)));
      host.serve(routes);
      Bridge bridge = started.add(platform.startBridge(product.dataMap(), host.base(), host::open));
      served.ifPresent(
          it ->
              it.mover()
                  .serve(
                      started.add(
                          Scheduler.start(Schedule.deployed(), platform.cloud().tasks(), clock)),
                      bridge));
      return new LocalCloud(product, platform, secrets, wiring, host, bridge, started);
    } catch (RuntimeException e) {
      try (host) {
        started.close();
      }
      throw e;
    }
  }

  /** Creates the functions, each with the access rights that it is deployed with. */
  private static Map<String, Handler> functions(
      PrivacyFiles product, Cloud cloud, Config config, InstantSource clock) {
    FunctionRights rights = InfraFiles.deployedRights();
    Indexes indexes = InfraFiles.indexes(product);
    return new HashMap<>(
        FunctionHost.functions(
            function ->
                Wiring.checked(
                    config,
                    new GuardedCloud(cloud, rights.guard(function.functionName()), indexes),
                    product,
                    clock)));
  }

  private static Path created(Path directory) {
    try {
      return Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The services, with the access rights of an operator. */
  public Services services() {
    return wiring.services();
  }

  public Documents documents() {
    return cloud().documents();
  }

  public Cloud cloud() {
    return platform.cloud();
  }

  @Override
  public void close() {
    started.close();
  }
}

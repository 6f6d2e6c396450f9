package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.infra.InfraFiles;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.embedded.FunctionRights;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import com.anykoma.privacy.platform.embedded.Indexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * The whole product on one machine: a local platform, every function in the real framework on the
 * loopback interface and with the rights that it is deployed with, and the bridge between them. Its
 * secrets stay in the data directory.
 */
final class LocalCloud implements AutoCloseable {
  private final LocalPlatform platform;
  private final LocalSecrets secrets;
  private final Wiring wiring;
  private final FunctionHost host;
  private final Bridge bridge;
  private final Optional<Scheduler> scheduler;

  private LocalCloud(
      LocalPlatform platform,
      LocalSecrets secrets,
      Wiring wiring,
      FunctionHost host,
      Bridge bridge,
      Optional<Scheduler> scheduler) {
    this.platform = platform;
    this.secrets = secrets;
    this.wiring = wiring;
    this.host = host;
    this.bridge = bridge;
    this.scheduler = scheduler;
  }

  /** Opens the embedded cloud in the directory, and starts everything. */
  static LocalCloud open(Path directory, InstantSource clock) {
    return open(CloudChoice.EMBEDDED, directory, clock);
  }

  /**
   * Opens the directory, which is created when it is not there, and starts everything but the
   * schedules.
   */
  static LocalCloud open(CloudChoice choice, Path directory, InstantSource clock) {
    return open(choice, directory, clock, 0, Optional.empty());
  }

  /**
   * The same with the schedules, and a stand-in for the app beside the functions, under {@code
   * /app}.
   *
   * @param port 0 for any free one
   */
  static LocalCloud openWithApp(CloudChoice choice, Path directory, InstantSource clock, int port) {
    Besides app =
        started ->
            Map.of(
                "app",
                new AppStandIn(
                    started.platform(),
                    new StripeSender(started.base(), started.secrets(), clock),
                    started.wiring(),
                    clock));
    return open(choice, directory, clock, port, Optional.of(app));
  }

  /** What is there when the functions are about to be served. */
  private record Started(LocalPlatform platform, LocalSecrets secrets, Wiring wiring, URI base) {}

  /** What is served beside the functions. */
  @FunctionalInterface
  private interface Besides {
    Map<String, Handler> handlers(Started started);
  }

  private static LocalCloud open(
      CloudChoice choice,
      Path directory,
      InstantSource clock,
      int port,
      Optional<Besides> besides) {
    LocalPlatform platform = choice.open(created(directory), clock);
    try {
      LocalSecrets secrets = LocalSecrets.open(directory);
      FunctionRights rights = InfraFiles.deployedRights();
      Indexes indexes = InfraFiles.deployedIndexes();
      Wiring wiring =
          Wiring.checked(
              secrets.config(), GuardedCloud.ofOperator(platform.cloud(), indexes), clock);
      FunctionHost host =
          FunctionHost.start(
              port,
              base -> {
                Map<String, Handler> routes =
                    new HashMap<>(
                        FunctionHost.functions(
                            function ->
                                Wiring.checked(
                                    secrets.config(),
                                    new GuardedCloud(
                                        platform.cloud(),
                                        rights.guard(function.functionName()),
                                        indexes),
                                    clock)));
                besides.ifPresent(
                    it -> routes.putAll(it.handlers(new Started(platform, secrets, wiring, base))));
                return routes;
              });
      Bridge bridge = platform.startBridge(host.base());
      Optional<Scheduler> scheduler =
          besides.map(app -> Scheduler.start(Schedule.deployed(), platform.cloud().tasks(), clock));
      return new LocalCloud(platform, secrets, wiring, host, bridge, scheduler);
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private static Path created(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be created", e);
    }
  }

  LocalPlatform platform() {
    return platform;
  }

  Cloud cloud() {
    return platform.cloud();
  }

  Wiring wiring() {
    return wiring;
  }

  FunctionHost host() {
    return host;
  }

  Bridge bridge() {
    return bridge;
  }

  LocalSecrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    scheduler.ifPresent(Scheduler::close);
    bridge.close();
    host.close();
    platform.close();
  }
}

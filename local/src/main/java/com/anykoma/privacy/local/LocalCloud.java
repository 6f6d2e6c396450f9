package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Handler;

/**
 * The whole product on one machine: an embedded cloud in a data directory, every function in the
 * real framework on the loopback interface, and the bridge between them. Its secrets and state stay
 * in the directory.
 */
public final class LocalCloud implements AutoCloseable {
  private final EmbeddedCloud cloud;
  private final LocalSecrets secrets;
  private final Wiring wiring;
  private final FunctionHost host;
  private final EventBridge bridge;

  private LocalCloud(
      EmbeddedCloud cloud,
      LocalSecrets secrets,
      Wiring wiring,
      FunctionHost host,
      EventBridge bridge) {
    this.cloud = cloud;
    this.secrets = secrets;
    this.wiring = wiring;
    this.host = host;
    this.bridge = bridge;
  }

  /** Opens the directory, which is created when it is not there, and starts everything. */
  public static LocalCloud open(Path directory, InstantSource clock) {
    return open(directory, clock, 0, (cloud, secrets, base) -> Map.of());
  }

  /**
   * The same with a stand-in for the app beside the functions, under {@code /app}.
   *
   * @param port 0 for any free one
   */
  static LocalCloud openWithApp(Path directory, InstantSource clock, int port) {
    return open(
        directory,
        clock,
        port,
        (cloud, secrets, base) ->
            Map.of("app", new AppStandIn(cloud, new StripeSender(base, secrets, clock), clock)));
  }

  /** What is served beside the functions. */
  @FunctionalInterface
  private interface Besides {
    Map<String, Handler> handlers(EmbeddedCloud cloud, LocalSecrets secrets, URI base);
  }

  private static LocalCloud open(Path directory, InstantSource clock, int port, Besides besides) {
    EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
    try {
      LocalSecrets secrets = LocalSecrets.open(directory);
      Wiring wiring = new Wiring(secrets.config(), cloud, clock);
      FunctionHost host =
          FunctionHost.start(
              port,
              base -> {
                Map<String, Handler> routes = new HashMap<>(FunctionHost.functions(wiring));
                routes.putAll(besides.handlers(cloud, secrets, base));
                return routes;
              });
      EventBridge bridge = EventBridge.start(cloud, clock, host.base());
      return new LocalCloud(cloud, secrets, wiring, host, bridge);
    } catch (RuntimeException e) {
      cloud.close();
      throw e;
    }
  }

  public EmbeddedCloud cloud() {
    return cloud;
  }

  public Wiring wiring() {
    return wiring;
  }

  public FunctionHost host() {
    return host;
  }

  public EventBridge bridge() {
    return bridge;
  }

  LocalSecrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    bridge.close();
    host.close();
    cloud.close();
  }
}

package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.nio.file.Path;
import java.time.InstantSource;

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

  /**
   * Opens the directory, which is created when it is not there, and starts everything.
   *
   * @param port 0 for any free one
   */
  public static LocalCloud open(Path directory, InstantSource clock, int port) {
    EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
    try {
      LocalSecrets secrets = LocalSecrets.open(directory);
      Wiring wiring = new Wiring(secrets.config(directory), cloud.ports(), clock);
      FunctionHost host = FunctionHost.start(port, base -> FunctionHost.functions(wiring));
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

package com.anykoma.privacy.bench;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Handler;

/**
 * The functions of the vault in a process of their own, freshly started: prints its port, then for
 * each line that it is sent the most heap that it has used so far, in bytes. Ends with its input.
 */
public final class VaultServer {
  static final String UPLOAD = "BlobUploaded";
  static final String CONTENT = "Content";

  /** As an argument: encrypt as in production. */
  static final String OWN_CIPHER = "own-cipher";

  /** As an argument: encrypt with the Java platform's own provider. */
  static final String PLATFORM_CIPHER = "platform-cipher";

  private static final String FAST_GCM = "AnyKomaFastGcm";

  private VaultServer() {}

  /** Takes the embedded cloud's directory, and which cipher. */
  public static void main(String[] args) throws IOException {
    Main.logToNowhere();
    Clock clock = Clock.systemUTC();
    try (EmbeddedCloud cloud = EmbeddedCloud.open(Path.of(args[0]), clock)) {
      cloud.documents().tellOnly(EventBridge::isTold);
      Wiring wiring = new Wiring(VaultBench.CONFIG, cloud, clock);
      try (FunctionHost host = FunctionHost.start(0, base -> functions(wiring, cloud))) {
        if (args[1].equals(PLATFORM_CIPHER)) {
          Security.removeProvider(FAST_GCM); // the functions have installed it
        }
        System.out.println(host.base().getPort());
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
          if (c == '\n') {
            System.out.println(mostHeap());
          }
        }
      }
    }
  }

  /** Ours and the bare ones by their names, constructed as the platform does. */
  static Map<String, Handler> functions(Wiring wiring, EmbeddedCloud cloud) {
    Map<String, Handler> handlers = new HashMap<>(BareCloud.functions(cloud));
    handlers.put(UPLOAD, FunctionHost.handler(Deployed.BLOB_UPLOADED, wiring));
    handlers.put(CONTENT, FunctionHost.handler(Deployed.CONTENT, wiring));
    return handlers;
  }

  /** Each pool's peak, garbage included, as if all had been at theirs at once. */
  static long mostHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(peak -> peak.getUsed())
        .sum();
  }
}

package com.anykoma.privacy.local.app;

import com.anykoma.privacy.emulators.PortTaken;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.DirectoryLock;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.ClockMover;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.host.ServedLog;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.services.PrivacyFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;

/** Opens a local cloud with its functions, the fake app and the status page. */
public final class ServedApp {
  private ServedApp() {}

  /**
   * Opens a data directory's cloud with the schedules, the fake app under {@code /app}, and the
   * status page at {@code /}.
   *
   * @param emulators the fixed ports of emulators; the others take any free port
   * @param port 0 for any free port
   * @throws PortTaken when another process listens on a port; the directory is unchanged then
   * @throws DirectoryLock.Held when another process serves the directory
   */
  public static LocalCloud open(
      PrivacyFiles product,
      CloudChoice choice,
      Map<Service, Integer> emulators,
      Path directory,
      OffsetClock clock,
      int port) {
    SampleProduct sample = SampleProduct.of(product);
    ClockMover mover = new ClockMover(clock);
    ServedLog log = new ServedLog(clock, FakeApp.CALLS);
    Function<LocalCloud.Parts, Map<String, Handler>> app =
        parts ->
            Map.of(
                "app",
                new FakeApp(
                    parts.platform(),
                    sample,
                    new StripeSender(new FunctionCalls(parts.base()), parts.secrets(), clock),
                    parts.wiring(),
                    mover),
                "",
                new StatusPage(
                    mover,
                    notice ->
                        new StatusView(
                                Status.of(
                                    parts.platform().cloud(), sample, parts.wiring(), clock, log),
                                notice)
                            .html()));
    return LocalCloud.openServed(
        product, choice, emulators, directory, clock, port, new LocalCloud.Served(app, log, mover));
  }
}

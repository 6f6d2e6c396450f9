package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.Comparison.Candidate;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./run bench webhook}: measures events over HTTP, on the embedded cloud compared with the
 * bare framework, or on Google's emulators compared with the usual webhook in Node.js.
 */
@Command(
    name = "webhook",
    description =
        "Measures Stripe events over HTTP, compared with the bare framework or the"
            + " usual webhook.",
    mixinStandardHelpOptions = true)
final class WebhookBenchmark extends Benchmark {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final int[] CLIENTS_ON_EMULATORS = {8, 32};

  @Option(
      names = "--cloud",
      description =
          "embedded, compared with the bare framework, or emulators, compared with the usual"
              + " webhook in Node.js. Default: ${DEFAULT-VALUE}.")
  private Cloud cloud = Cloud.EMBEDDED;

  @Option(names = "--events", description = "Requests per measurement. Default: ${DEFAULT-VALUE}.")
  private int events = 2_000;

  private int runs;

  WebhookBenchmark() {
    super(3);
  }

  @Override
  void measure(Report report) throws Exception {
    if (cloud == Cloud.EMULATORS) {
      measureOnEmulators(report);
      return;
    }
    InstantSource clock = InstantSource.system();
    Set<DeployedFunction> functions = Set.of(DeployedFunction.STRIPE_WEBHOOK);
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EmbeddedCloud embedded = EmbeddedCloud.open(directory.path(), clock);
        FunctionHost host = FunctionEnvironment.host(embedded, clock, functions)) {
      List<Candidate> candidates = new ArrayList<>();
      for (int clients : CLIENTS) {
        candidates.add(comparison -> measure(comparison, host, clients));
      }
      report.table(Comparison.run("perSecond", 1, rounds(), candidates).rows());
    }
  }

  private void measure(Comparison comparison, FunctionHost host, int clients) throws Exception {
    URI webhook = host.uriOf(DeployedFunction.STRIPE_WEBHOOK.functionName());
    byte[] hello =
        HttpLoad.request("POST", host.uriOf("Hello"), Map.of(), WebhookEvents.event("same", 1));
    List<byte[]> genuine = new WebhookEvents("r" + runs++ + "u").next(webhook, events);
    String by = "-" + clients;
    List<byte[]> hellos = Collections.nCopies(events, hello);
    comparison.record(
        HttpLoad.send(webhook.getPort(), hellos, clients).row("hello" + by), Map.of());
    Result first = HttpLoad.send(webhook.getPort(), genuine, clients);
    comparison.record(first.row("webhook" + by), Map.of("ratioToLimit", "hello" + by));
    Result again = HttpLoad.send(webhook.getPort(), genuine, clients);
    comparison.record(again.row("duplicate" + by), Map.of("ratioToLimit", "webhook" + by));
  }

  private void measureOnEmulators(Report report) throws Exception {
    Optional<Peers> peers = Optional.of(Peers.install());
    List<Candidate> both =
        List.of(it -> measure(it, "ours-", Optional.empty()), it -> measure(it, "peer-", peers));
    Comparison comparison = Comparison.run("perSecond", 0, rounds(), both);
    report.table(comparison.rows());
    for (int clients : CLIENTS_ON_EMULATORS) {
      ReportRow ours = comparison.row("ours-" + clients);
      ReportRow again = comparison.row("ours-again-" + clients);
      ReportRow peer = comparison.row("peer-" + clients);
      String at = " at " + clients + " clients";
      String used = "processorMillis";
      report.atLeast(2, "times the peer's events/s" + at, ours.ratio("perSecond", peer));
      report.atMost(0.6, "times the peer's p99" + at, ours.ratio("p99Millis", peer));
      report.atMost(3.3, "ms of our own processor time an event" + at, ours.get(used));
      report.atMost(0.5, "times that for a duplicate" + at, again.ratio(used, ours));
      report.atMost(0.5, "times the time for a duplicate" + at, ours.ratio("perSecond", again));
    }
  }

  private void measure(Comparison comparison, String name, Optional<Peers> peers) throws Exception {
    WebhookEvents sent = new WebhookEvents("u");
    try (TemporaryDirectory logs = TemporaryDirectory.create();
        EmulatedWebhook webhook = new EmulatedWebhook(peers, logs.path(), sent)) {
      URI uri = webhook.uri();
      HttpLoad.send(uri.getPort(), sent.next(uri, events), CLIENTS_ON_EMULATORS[0]);
      for (int clients : CLIENTS_ON_EMULATORS) {
        List<byte[]> requests = sent.next(uri, events);
        comparison.record(measure(webhook, name + clients, clients, requests), Map.of());
        if (peers.isEmpty()) {
          String again = "ours-again-" + clients;
          comparison.record(measure(webhook, again, clients, requests), Map.of());
        }
      }
      if (webhook.effects() != sent.events()) {
        throw new IllegalStateException(
            webhook.effects() + " of " + sent.events() + " events" + " had an effect");
      }
    }
  }

  private static ReportRow measure(
      EmulatedWebhook webhook, String name, int clients, List<byte[]> requests) throws Exception {
    double before = webhook.processorMillis();
    ReportRow row = HttpLoad.send(webhook.uri().getPort(), requests, clients).row(name);
    return row.with("processorMillis", (webhook.processorMillis() - before) / requests.size());
  }
}

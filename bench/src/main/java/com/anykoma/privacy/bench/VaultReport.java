package com.anykoma.privacy.bench;

import com.google.gson.Gson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what {@link VaultCommand} measured, with what it is measured against and the goals. */
record VaultReport(
    List<VaultBench.Row> warm,
    List<ColdBench.Row> cold,
    List<KeyUseBench.Row> keys,
    HeapBench.Row heap) {
  private static final double SMALL_GOAL = 0.40;
  private static final double LARGE_GOAL = 0.75;
  private static final double COLD_GOAL = 120;
  private static final double HEAP_GOAL_MIB = 64;
  private static final double MIB = 1 << 20;

  private static final String LIMITS =
      """
      ratioToLimit: beside a bare function on the same server, ports and store, which does the least
        that any implementation must. encrypt: reads the upload, encrypts it with the JDK's own
        AES-256-GCM in segments of 64 KiB under one fixed key, writes that, deletes the upload.
        open: verifies the ID token, reads, decrypts, streams. No keys, no fence, no record.
      ratioToCipher: beside that cipher alone, in memory, by one thread.
      MB are 10^6 bytes of plaintext; the best of the rounds counts, of cold ones the median.
      """;

  void printJson(PrintWriter out) {
    List<Object> results = new ArrayList<>(warm);
    results.addAll(cold);
    results.addAll(keys);
    results.add(heap);
    out.println(new Gson().toJson(Map.of("benchmark", "vault", "results", results)));
  }

  void print(PrintWriter out) {
    out.println(LIMITS);
    printWarm(out);
    printCold(out);
    printKeys(out);
    out.printf(
        Locale.ROOT,
        "%nheap: %.1f MiB at most to seal and open 256 MiB with -Xmx64m (goal: < %.0f, %s)%n",
        heap.bytes() / MIB,
        HEAP_GOAL_MIB,
        verdict(heap.bytes() / MIB < HEAP_GOAL_MIB));
  }

  private void printWarm(PrintWriter out) {
    out.printf(
        "%-16s %7s %8s %9s %12s %13s  %s%n",
        "what", "clients", "MB/s", "p50 ms", "ratioToLimit", "ratioToCipher", "goal");
    for (VaultBench.Row each : warm) {
      double goal = each.name().endsWith("16KiB") ? SMALL_GOAL : LARGE_GOAL;
      out.printf(
          Locale.ROOT,
          "%-16s %7d %8.1f %9.2f %12.2f %13.3f  >= %.2f %s%n",
          each.name(),
          each.clients(),
          each.mbPerSecond(),
          each.p50(),
          each.ratioToLimit(),
          each.ratioToCipher(),
          goal,
          verdict(each.ratioToLimit() >= goal));
    }
  }

  private void printCold(PrintWriter out) {
    out.printf(
        """

        The first 16 MiB of a fresh process: as its very first request, which loads the framework's
        code too, and "loaded", after a first request of 64 bytes.
        %-36s %7s %9s %6s %10s %6s  %s%n""",
        "what", "64 B ms", "1st MB/s", "ratio", "then MB/s", "ratio", "goal: first, loaded");
    for (ColdBench.Row each : cold) {
      out.printf(
          Locale.ROOT,
          "%-36s %7.0f %9.0f %6.2f %10.0f %6.2f  >= %.0f %s, %s%n",
          each.name(),
          each.loadingMillis(),
          each.mbPerSecond(),
          each.ratioToLimit(),
          each.mbPerSecondLoaded(),
          each.ratioToLimitLoaded(),
          COLD_GOAL,
          verdict(each.mbPerSecond() >= COLD_GOAL),
          verdict(each.mbPerSecondLoaded() >= COLD_GOAL));
    }
  }

  private void printKeys(PrintWriter out) {
    out.printf(
        "%none subject, in one and another lifetime of the caches:%n%-20s %9s %10s %10s  %s%n",
        "what", "requests", "KEK calls", "key reads", "operations a request");
    for (KeyUseBench.Row each : keys) {
      out.printf(
          Locale.ROOT,
          "%-20s %9d %10d %10d  %s%n",
          each.name(),
          each.requests(),
          each.kekCalls(),
          each.keyReads(),
          each.perRequest());
    }
  }

  private static String verdict(boolean met) {
    return met ? "met" : "MISSED";
  }

  static void printSegments(PrintWriter out, List<SegmentBench.Row> rows) {
    out.printf("%-14s %8s %9s %10s %13s%n", "what", "segment", "MB/s", "us", "ratioToCipher");
    for (SegmentBench.Row each : rows) {
      out.printf(
          Locale.ROOT,
          "%-14s %4d KiB %9.0f %10.1f %13.2f%n",
          each.name(),
          each.segmentKib(),
          each.mbPerSecond(),
          each.micros(),
          each.ratioToCipher());
    }
  }
}

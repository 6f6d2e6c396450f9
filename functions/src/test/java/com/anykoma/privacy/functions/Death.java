package com.anykoma.privacy.functions;

import com.anykoma.privacy.protection.vault.InterceptedPorts;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Simulates a crash: the process dies before or after one operation and does no other. Or runs an
 * intrusion once, just before one operation.
 */
final class Death implements InterceptedPorts.Interceptor {
  private static final Set<String> READS =
      Set.of(
          "get",
          "getAll",
          "find",
          "count",
          "collections",
          "descendants",
          "ids",
          "stat",
          "read",
          "list",
          "listGenerations",
          "verify",
          "subscription",
          "subscriptions",
          "customer",
          "customers",
          "redaction");

  private boolean dead;
  private int at = Integer.MAX_VALUE;
  private boolean isDone;
  private int operations;
  private Optional<Runnable> intrusion = Optional.empty();

  void intrude(int at, Runnable intrusion) {
    arm(at, false);
    this.intrusion = Optional.of(intrusion);
  }

  void arm(int at, boolean isDone) {
    this.at = at;
    this.isDone = isDone;
    this.operations = 0;
    this.dead = false;
  }

  void disarm() {
    dead = false;
    at = Integer.MAX_VALUE;
    intrusion = Optional.empty();
  }

  boolean came() {
    return operations >= at;
  }

  @Override
  public void before(String operation) {
    if (intrusion.isPresent()) {
      operations++;
      if (operations == at) {
        Runnable once = intrusion.get();
        disarm();
        once.run();
      }
      return;
    }
    operations += READS.contains(operation) ? 0 : 1;
    dead |= operations >= at && !isDone;
    if (dead) {
      throw new IllegalStateException("died before " + operation);
    }
  }

  @Override
  public @Nullable Object after(String operation, @Nullable Object answer) {
    dead |= operations >= at;
    if (dead) {
      throw new IllegalStateException("died after " + operation);
    }
    return answer;
  }
}

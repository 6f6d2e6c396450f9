package com.anykoma.privacy.functions;

import com.anykoma.privacy.protection.vault.InterceptedPorts;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulates a crash: the process dies before or after one writing operation and does no other. A
 * crash before a write leaves what a crash after the previous write leaves, unless the message of
 * that write was acknowledged in between. So the process dies before the first write of a message
 * only. Or runs an intrusion once, just before one operation.
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
          "withEmail",
          "redaction");

  private static final int NONE = -1;

  private final IntSupplier messages;
  private boolean dead;
  private int at = Integer.MAX_VALUE;
  private boolean isDone;
  private int operations;
  private int message;
  private Optional<Runnable> intrusion = Optional.empty();

  /**
   * @param messages the number of messages that were delivered so far
   */
  Death(IntSupplier messages) {
    this.messages = messages;
  }

  void intrude(int at, Runnable intrusion) {
    arm(at, false);
    this.intrusion = Optional.of(intrusion);
  }

  void arm(int at, boolean isDone) {
    this.at = at;
    this.isDone = isDone;
    this.operations = 0;
    this.message = NONE;
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
    operations += isPoint(operation) ? 1 : 0;
    dead |= operations >= at && !isDone;
    if (dead) {
      throw new IllegalStateException("died before " + operation);
    }
  }

  private boolean isPoint(String operation) {
    if (READS.contains(operation)) {
      return false;
    }
    int current = messages.getAsInt();
    boolean isFirst = current != message;
    message = current;
    return isDone || isFirst;
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

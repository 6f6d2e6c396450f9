package com.anykoma.privacy.protection.vault;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fails one operation, before or after it happens, and all later ones if the instance dies. */
public final class FailurePoint implements InterceptedPorts.Interceptor {
  private final boolean isBefore;
  private final boolean dies;
  private int left;
  private boolean came;

  /**
   * @param at the operation that fails, from 1
   */
  public FailurePoint(int at, boolean isBefore, boolean dies) {
    this.left = at;
    this.isBefore = isBefore;
    this.dies = dies;
  }

  /** Whether the operation was reached. */
  public boolean came() {
    return came;
  }

  @Override
  public void before(String operation) throws IOException {
    if (isBefore) {
      count();
    }
  }

  @Override
  public @Nullable Object after(String operation, @Nullable Object answer) throws IOException {
    if (!isBefore) {
      count();
    }
    return answer;
  }

  private void count() throws IOException {
    boolean isNow = --left == 0;
    came |= isNow;
    if (isNow || (came && dies)) {
      throw new IOException("refused");
    }
  }
}

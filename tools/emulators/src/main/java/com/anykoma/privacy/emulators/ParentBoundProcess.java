package com.anykoma.privacy.emulators;

import java.io.IOException;
import java.util.Arrays;

/** Runs another program's main method, and exits when the parent process ends. */
final class ParentBoundProcess {
  private ParentBoundProcess() {}

  /** Expects the name of the main class, then its arguments. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread tether = new Thread(ParentBoundProcess::exitWithParent, "tether");
    tether.setDaemon(true);
    tether.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void exitWithParent() {
    try {
      while (System.in.read() >= 0) {
        // the parent sends nothing
      }
    } catch (IOException e) {
      // the parent has ended as well
    }
    Runtime.getRuntime().halt(0);
  }
}

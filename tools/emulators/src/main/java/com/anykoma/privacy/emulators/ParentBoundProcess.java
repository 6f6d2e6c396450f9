package com.anykoma.privacy.emulators;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another program's main method and ends the process with the one that started it, however
 * that ended: its standard input closes then. The emulators would go on for ever.
 */
final class ParentBoundProcess {
  private ParentBoundProcess() {}

  /** Takes the name of the main class, then its arguments. */
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
        // nothing is ever said
      }
    } catch (IOException e) {
      // the starter is gone all the same
    }
    Runtime.getRuntime().halt(0);
  }
}

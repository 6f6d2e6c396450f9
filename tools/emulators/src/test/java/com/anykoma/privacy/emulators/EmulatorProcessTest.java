package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmulatorProcessTest {
  @TempDir Path directory;

  /** A program that runs until it is killed. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.println("running");
      TimeUnit.MINUTES.sleep(args.length + 1L);
    }
  }

  /** A program that ends at once. */
  static final class Broken {
    private Broken() {}

    public static void main(String[] args) {
      System.out.println("the disk is full");
      System.exit(args.length + 3);
    }
  }

  private static Path testClasses() throws Exception {
    return Path.of(
        EmulatorProcessTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private EmulatorProcess start(Class<?> program) throws Exception {
    return EmulatorProcess.java(
        testClasses(), directory.resolve("log"), program.getName(), List.of());
  }

  @Test
  void endsItsOwnProcess() throws Exception {
    EmulatorProcess process = start(Endless.class);
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
    assertThat(handle.isAlive()).isTrue();

    process.close();

    assertThat(handle.isAlive()).isFalse();
  }

  @Test
  void processEndsWithItsParent() throws Exception {
    String classPath =
        testClasses()
            + java.io.File.pathSeparator
            + Path.of(
                ParentBoundProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                ParentBoundProcess.class.getName(),
                Endless.class.getName())
            .redirectOutput(directory.resolve("out").toFile())
            .start();

    child.getOutputStream().close(); // the operating system does this when our process ends

    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void earlyEndIsReportedWithTheEndOfTheLog() throws Exception {
    EmulatorProcess process = start(Broken.class);

    assertThatThrownBy(() -> process.awaitReady(EmulatorProcess.freeEndpoint(), uri -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the emulator ended at once")
        .hasMessageContaining("the disk is full");
  }
}

package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code run} in a folder of its own, with programs that only say what they are. */
final class RunScriptTest {
  private static final List<String> TOOLS =
      List.of("bash", "env", "readlink", "dirname", "find", "grep", "mkdir", "mv", "tee", "cat");
  private static final List<String> FOLDERS =
      List.of(
          "shared",
          "functions",
          "tools/emulators",
          "tools/infra",
          "tools/local",
          "tools/bench",
          "terraform/modules");
  private static final String JAVA_17 =
      "[ \"$1\" = -version ] && echo 'version \"17.0.1\"' && exit";
  private static final String RUNS = JAVA_17 + "; echo \"ran $*\"";

  /** Builds as Maven does: it says so, and leaves the class path. */
  private static final String MAVEN =
      """
      [ "$1" = -v ] && echo 'Apache Maven 3.8.7 (x)' && exit
      echo "$*" >> mvn-arguments
      echo 'Downloaded from mirror: a.jar'
      echo '[INFO] Building shared: rules and ports 0.1.0     [1/2]'
      echo '[INFO] Building local: the command line 0.1.0     [2/2]'
      for module in tools/local tools/bench; do mkdir -p $module/target; echo > $module/target/classpath; done""";

  @TempDir private Path directory = Path.of("");
  private Path root = Path.of("");
  private Path programs = Path.of("");

  @BeforeEach
  void copyTheScript() throws IOException {
    root = Files.createDirectory(directory.resolve("project"));
    programs = Files.createDirectory(directory.resolve("bin"));
    Files.copy(Path.of("..", "..", "run"), root.resolve("run"));
    for (String each : FOLDERS) {
      Files.createDirectories(root.resolve(each).resolve("src/main"));
      Files.createFile(root.resolve(each).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    for (String each : TOOLS) {
      Files.createSymbolicLink(programs.resolve(each), onPath(each));
    }
  }

  private static Path onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(programs.resolve(name), "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", root.resolve("run").toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", programs.toString());
    int exit = builder.start().waitFor();
    return new Ran(exit, Files.readString(out), Files.readString(err));
  }

  private void refuses(String what, String remedy) throws Exception {
    Ran ran = run("orders");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSize(2).first().asString().startsWith(what);
    assertThat(ran.err()).contains(remedy);
  }

  @Test
  void namesMissingProgramsAndHowToInstallThem() throws Exception {
    refuses("java is missing: a JDK 17 or newer is needed", "https://adoptium.net");
    program("java", "echo no >&2; exit 1");
    refuses("java does not start: a JDK 17", "https://adoptium.net");
    program("java", "echo 'openjdk version \"1.8.0_392\"'");
    refuses("java is of version 8: a JDK 17", "https://adoptium.net");
    program("java", JAVA_17);
    refuses("java comes without javac: a JDK 17", "openjdk-17-jdk");
    program("javac", "");
    refuses("mvn is missing: Maven 3.8.7 or newer is needed", "apt install maven");
    program("mvn", "echo 'Apache Maven 3.6.3 (x)'");
    refuses("mvn is of version 3.6.3: Maven 3.8.7", "https://maven.apache.org");
    program("mvn", "exit 1");
    refuses("mvn does not start: Maven 3.8.7", "https://maven.apache.org");
  }

  @Test
  void firstRunReportsTheBuildAndSecondRunIsQuiet() throws Exception {
    program("java", RUNS);
    program("javac", "");
    program("mvn", MAVEN);

    Ran first = run("orders", "--json");
    Ran second = run("orders");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("com.anykoma.privacy.local.Main orders --json");
    assertThat(first.err().lines())
        .containsExactly(
            "building; the first time takes some minutes",
            "building shared (1 of 2)",
            "building local (2 of 2)");
    assertThat(second.out()).contains("local.Main orders");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void failedBuildShowsItsErrors() throws Exception {
    program("java", RUNS);
    program("javac", "");
    program("mvn", MAVEN + "\necho '[ERROR] no such symbol'; exit 1");

    Ran ran = run("orders");
    program("mvn", MAVEN + "\nexit 1");
    Ran silent = run("orders");

    assertThat(silent.err()).contains("the build failed");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("[ERROR] no such symbol", "the build failed");
  }

  @Test
  void benchStartupBuildsTheDeployedJarToo() throws Exception {
    program("java", RUNS);
    program("javac", "");
    program("mvn", MAVEN);

    assertThat(run("bench", "webhook").out()).contains("bench.Main webhook");
    assertThat(run("bench", "startup").out()).contains("bench.Main startup");
    assertThat(run("bench", "startup").err()).isEmpty();

    assertThat(Files.readAllLines(root.resolve("mvn-arguments")))
        .satisfiesExactly(
            usual -> assertThat(usual).endsWith("-pl tools/bench -am package"),
            deployed -> assertThat(deployed).endsWith("-pl tools/bench -am pre-integration-test"));
  }
}

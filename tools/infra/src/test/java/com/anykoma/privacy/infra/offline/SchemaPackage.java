package com.anykoma.privacy.infra.offline;

import com.anykoma.privacy.emulators.NpmInstall;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The provider's schema and the parser of Terraform's files, as npm has them: fetched when they are
 * needed, kept in a cache folder, and never a part of this project.
 *
 * @param directory with {@code node_modules}
 */
public record SchemaPackage(Path directory) {
  private static final Path DESCRIPTION =
      Path.of("node_modules", "@cdktf", "provider-google", ".jsii");

  /** They cannot be had here; the message says why. */
  public static final class OutOfReach extends RuntimeException {
    OutOfReach(String why) {
      super(why);
    }
  }

  /**
   * Fetches them where they are not there yet: 33 MB, some seconds.
   *
   * @throws OutOfReach without npm, or without what it fetches from
   */
  public static SchemaPackage fetched() {
    NpmInstall install = NpmInstall.within("terraform-schema", "/infra/");
    if (!install.isComplete()) {
      List<String> told = new ArrayList<>();
      try {
        install.run(told::add);
      } catch (IllegalStateException | IOException e) {
        throw new OutOfReach(e.getMessage() + "\n" + String.join("\n", told));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OutOfReach("interrupted");
      }
    }
    return new SchemaPackage(install.directory());
  }

  /** The schema of these types, as far as the provider has them. */
  public ProviderSchema schema(Set<String> resources, Set<String> dataSources) {
    try {
      return SchemaReader.read(directory.resolve(DESCRIPTION), resources, dataSources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files, parsed.
   *
   * @throws Terraform.Refused when one cannot be parsed, with the parser's complaint
   */
  public Map<Path, JsonObject> parsed(Collection<Path> files) {
    try {
      Path script = directory.resolve("hcl2json.js");
      Files.write(script, NpmInstall.resource("/infra/hcl2json.js"));
      Process node =
          new ProcessBuilder(
                  "node", script.toString(), directory.resolve("package.json").toString())
              .redirectError(directory.resolve("hcl2json.err").toFile())
              .start();
      try (OutputStream in = node.getOutputStream()) {
        for (Path each : files) {
          in.write((each + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      String told = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (node.waitFor() != 0) {
        throw new Terraform.Refused(Files.readString(directory.resolve("hcl2json.err")).strip());
      }
      Map<Path, JsonObject> parsed = new TreeMap<>();
      JsonParser.parseString(told)
          .getAsJsonObject()
          .entrySet()
          .forEach(each -> parsed.put(Path.of(each.getKey()), each.getValue().getAsJsonObject()));
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException("node cannot parse Terraform's files", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Terraform's files were parsed", e);
    }
  }
}

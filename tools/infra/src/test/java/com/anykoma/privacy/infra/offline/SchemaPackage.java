package com.anykoma.privacy.infra.offline;

import com.anykoma.privacy.emulators.NpmInstall;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The npm packages with the provider's schema and the parser of Terraform files: fetched on first
 * use into a cache folder outside the project.
 *
 * @param directory that contains {@code node_modules}
 */
public record SchemaPackage(Path directory) {
  private static final Path DESCRIPTION =
      Path.of("node_modules", "@cdktf", "provider-google", ".jsii");

  /** The packages cannot be fetched; the message gives the reason. */
  public static final class NotFetched extends RuntimeException {
    NotFetched(String reason) {
      super(reason);
    }
  }

  /**
   * Fetches the packages unless they are cached: 33 MB, some seconds.
   *
   * @throws NotFetched when npm is missing or cannot reach its registry
   */
  public static SchemaPackage fetched() {
    NpmInstall install = install();
    if (!install.isComplete()) {
      List<String> output = new ArrayList<>();
      try {
        install.run(output::add);
      } catch (IllegalStateException | IOException e) {
        throw new NotFetched(e.getMessage() + "\n" + String.join("\n", output));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NotFetched("interrupted");
      }
    }
    return new SchemaPackage(install.directory());
  }

  private static NpmInstall install() {
    return NpmInstall.within("terraform-schema", "/infra/");
  }

  /** The schema of these types; types that the provider does not have are missing. */
  public ProviderSchema schema(Set<String> resources, Set<String> dataSources) {
    try {
      return SchemaReader.read(directory.resolve(DESCRIPTION), resources, dataSources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses Terraform files.
   *
   * @throws Terraform.Refused when a file cannot be parsed, with the parser's message
   */
  public Map<Path, JsonObject> parsed(Collection<Path> files) {
    try {
      Process node = install().node("/infra/hcl2json.js").start();
      try (OutputStream in = node.getOutputStream()) {
        for (Path each : files) {
          in.write((each + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      String json = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (node.waitFor() != 0) {
        byte[] message = node.getErrorStream().readAllBytes();
        throw new Terraform.Refused(new String(message, StandardCharsets.UTF_8).strip());
      }
      Map<Path, JsonObject> parsed = new TreeMap<>();
      JsonParser.parseString(json)
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

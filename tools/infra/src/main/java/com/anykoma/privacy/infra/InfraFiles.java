package com.anykoma.privacy.infra;

import com.anykoma.privacy.emulators.NpmInstall;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.anykoma.privacy.platform.embedded.FunctionRights;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of the project that say what is deployed.
 *
 * @param root the project's folder
 */
public record InfraFiles(Path root) {
  /**
   * Those of the project that this program is of: {@code ./run} says where it is, or else it is the
   * nearest folder around the one that it runs in.
   *
   * @throws IllegalStateException when there is none
   */
  public static InfraFiles ofProject() {
    String told = System.getProperty("anykoma.root", "");
    Path here = Path.of(told.isEmpty() ? "" : told).toAbsolutePath();
    for (Path each = here; each != null; each = each.getParent()) {
      InfraFiles files = new InfraFiles(each);
      if (Files.isDirectory(files.module())) {
        return files;
      }
    }
    throw new IllegalStateException("there is no folder terraform around " + here);
  }

  /** The rights that functions are deployed with, as this program was built with them. */
  public static FunctionRights deployedRights() {
    return FunctionRights.read(Setting.parse("iam.yaml", text("/infra/iam.yaml")));
  }

  /** The indexes that Firestore is deployed with, as this program was built with them. */
  public static Indexes deployedIndexes() {
    return Indexes.read(
        Setting.parse("firestore.indexes.json", text("/infra/firestore.indexes.json")));
  }

  private static String text(String resource) {
    try {
      return new String(NpmInstall.resource(resource), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code docs/iam.md} as {@code iam.yaml} says it. */
  public String grantsPageText() {
    return GrantsTable.of(grants());
  }

  /** Terraform's module that deploys everything. */
  Path module() {
    return root.resolve(Terraform.FILES).resolve(Path.of("modules", "privacy"));
  }

  /** Terraform's folder, with indexes and rules. */
  Path terraformFolder() {
    return root.resolve(Terraform.FILES);
  }

  /** The settings that are shipped. */
  Path settings() {
    return root.resolve(Path.of("shared/src/main/resources/privacy"));
  }

  /** The functions of {@code functions.yaml}. */
  List<DeclaredFunction> functions() {
    return FunctionsFile.read(Setting.file(module().resolve("functions.yaml")));
  }

  /** The rights of {@code iam.yaml}. */
  GrantsFile grants() {
    return GrantsFile.read(Setting.file(module().resolve("iam.yaml")));
  }

  /** What {@code residency.yaml} says of the stores. */
  Residency residency() {
    return Residency.read(Setting.file(settings().resolve("residency.yaml")));
  }

  /** The page about rights. */
  Path grantsPage() {
    return root.resolve(Path.of("docs", "iam.md"));
  }

  /** What a build leaves to be deployed, be it there or not. */
  Path functionsZip() {
    return root.resolve(Path.of("functions", "target", "deploy", "functions.zip"));
  }
}

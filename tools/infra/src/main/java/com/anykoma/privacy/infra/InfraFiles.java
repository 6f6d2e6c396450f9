package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.emulators.NpmInstall;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.embedded.FunctionRights;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that define the deployment.
 *
 * @param root the project's folder
 * @param settings the folder of the product's settings
 */
public record InfraFiles(Path root, Path settings) {
  /** The folder of the settings in the project. */
  private static final Path SETTINGS = Path.of("privacy");

  /**
   * Finds the project: the folder of the system property {@code anykoma.root}, which {@code ./run}
   * sets, or else the working directory; or the nearest parent of it with Terraform files.
   *
   * @throws IllegalStateException when no such folder exists
   */
  public static InfraFiles ofProject() {
    String root = System.getProperty("anykoma.root", "");
    Path here = Path.of(root).toAbsolutePath();
    for (Path each = here; each != null; each = each.getParent()) {
      InfraFiles files = new InfraFiles(each, each.resolve(SETTINGS));
      if (Files.isDirectory(files.module())) {
        return files;
      }
    }
    throw new IllegalStateException(
        "no parent of " + here + " has a folder terraform; run ./run in the project");
  }

  /** Returns these files with other settings. */
  public InfraFiles with(Path otherSettings) {
    return new InfraFiles(root, otherSettings);
  }

  /** The IAM grants of the functions, from this program's resources. */
  public static FunctionRights deployedRights() {
    return FunctionRights.read(resource("iam.yaml"));
  }

  /** The deployed Firestore indexes: those of a product's collections and of this software's. */
  public static Indexes indexes(PrivacyFiles product) {
    return Indexes.read(product.folder().setting(DocumentIndex.FILE)).and(recordIndexes());
  }

  /** The indexes of this software's own records, from this program's resources. */
  static Indexes recordIndexes() {
    return Indexes.read(resource("records.indexes.json"));
  }

  /** A settings file of this program's resources. */
  static Setting resource(String name) {
    try {
      byte[] text = NpmInstall.resource("/infra/" + name);
      return Setting.parse(name, new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generated text of {@code docs/iam.md}. */
  public String grantsPageText() {
    return GrantsTable.of(grants());
  }

  /** The Terraform module. */
  Path module() {
    return root.resolve(Terraform.FILES).resolve(Path.of("modules", "privacy"));
  }

  /** The folder of Terraform and security rules. */
  Path terraformFolder() {
    return root.resolve(Terraform.FILES);
  }

  /** The folder of this software's security rules. */
  Path rules() {
    return terraformFolder().resolve("rules");
  }

  /** The functions of {@code functions.yaml}. */
  List<DeclaredFunction> functions() {
    return FunctionsFile.read(Setting.file(module().resolve("functions.yaml")));
  }

  /** The data map of {@code datamap.yaml}. */
  DataMap dataMap() {
    return PrivacyFiles.dataMap(Setting.file(settings.resolve("datamap.yaml")));
  }

  /** The grants of {@code iam.yaml}. */
  GrantsFile grants() {
    return GrantsFile.read(Setting.file(module().resolve("iam.yaml")));
  }

  /** The stores of {@code residency.yaml}. */
  public Residency residency() {
    return Residency.read(Setting.file(settings.resolve("residency.yaml")));
  }

  /** {@code docs/iam.md}. */
  Path grantsPage() {
    return root.resolve(Path.of("docs", "iam.md"));
  }

  /** The deployable zip; it exists only after a build. */
  Path functionsZip() {
    return root.resolve(Path.of("functions", "target", "deploy", "functions.zip"));
  }
}

package com.anykoma.privacy.infra;

import com.anykoma.privacy.infra.offline.FakeProvider;
import com.anykoma.privacy.infra.offline.ProviderSchema;
import com.anykoma.privacy.infra.offline.SchemaPackage;
import com.anykoma.privacy.infra.offline.StaticCheck;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fallback without Google's provider: checks the files against the provider's schema from npm,
 * and lets Terraform plan them with a fake provider that has this schema.
 */
final class FakeProviderFallback implements InfraCheck.Fallback {
  private static final Pattern USED = Pattern.compile("(?m)^(resource|data) \"(google_\\w+)\"");

  private final InfraFiles files;

  FakeProviderFallback(InfraFiles files) {
    this.files = files;
  }

  @Override
  public void check(InfraCheck check, Optional<Terraform> terraform, Path empty) {
    SchemaPackage schemas = SchemaPackage.fetched();
    ProviderSchema schema = schemas.schema(types("resource"), types("data"));
    try {
      check.add(schema(schemas, schema));
    } catch (Terraform.Refused e) {
      check.add(InfraCheck.refused("schema", e));
    }
    terraform.ifPresent(
        it -> {
          try (FakeProvider provider = FakeProvider.start(schema)) {
            String reattach = provider.reattach("hashicorp/google");
            Map<String, String> variables = Map.of("TF_REATTACH_PROVIDERS", reattach);
            check.plans(new Terraform(it.program(), it.copy(), variables), empty);
          }
        });
  }

  /** Checks the files of each folder together, as Terraform does. */
  private CheckResult schema(SchemaPackage schemas, ProviderSchema schema) {
    Map<Path, Map<String, JsonObject>> folders = new TreeMap<>();
    schemas
        .parsed(terraform())
        .forEach(
            (path, parsed) ->
                folders
                    .computeIfAbsent(
                        Objects.requireNonNull(path.getParent()), it -> new TreeMap<>())
                    .put(files.root().relativize(path).toString(), parsed));
    List<String> problems = new ArrayList<>();
    folders.values().forEach(each -> problems.addAll(StaticCheck.problems(schema, each)));
    return CheckResult.of("schema", problems, schema.resources().size() + " resource types");
  }

  private List<Path> terraform() {
    try (Stream<Path> all = Files.walk(files.terraformFolder())) {
      return all.filter(each -> each.toString().endsWith(".tf")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The types of resources or data sources that the files use. */
  private Set<String> types(String kind) {
    Set<String> types = new TreeSet<>();
    for (Path each : terraform()) {
      try {
        USED.matcher(Files.readString(each))
            .results()
            .filter(used -> used.group(1).equals(kind))
            .forEach(used -> types.add(used.group(2)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return types;
  }
}

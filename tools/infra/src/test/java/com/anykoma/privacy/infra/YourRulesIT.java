package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.emulators.Session;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs your product's security rules, and those of the example, on Firestore's emulator: in each
 * location of the data map only the owner may do what the rules allow, and no erased owner may
 * write.
 */
@Keeps({"P17", "P18", "P23", "E13"})
final class YourRulesIT {
  @ParameterizedTest
  @ValueSource(strings = {"privacy", "examples/notely"})
  void onlyOwnersMayAccessTheirLocations(String folder) {
    InfraFiles project = InfraFiles.ofProject();
    InfraFiles product = project.with(project.root().resolve(folder));
    ClientAccess access =
        ClientAccess.open(
            "demo-" + folder.replace('/', '-'),
            product.dataMap(),
            DeployedRules.of(product, "firestore.rules"));

    assertThat(
            Stream.of(ClientAccess.Role.values())
                .flatMap(
                    role ->
                        access.deviations(role, Session.unique("ann")).stream()
                            .map(each -> role + " " + each)))
        .isEmpty();
  }
}

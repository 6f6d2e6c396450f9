package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.emulators.Session;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs your product's security rules, and those of the example, on Firestore's emulator: in no
 * location of the data map may another person or an erased owner write, and no client may access
 * this software's own records. Who else may read is the product's decision.
 */
@Keeps({"P17", "P18", "P23", "E13"})
final class YourRulesIT {
  @ParameterizedTest
  @ValueSource(strings = {"privacy", "examples/notely"})
  void onlyLivingOwnersWriteAndClientsReadNoInternalRecords(String folder) {
    InfraFiles project = InfraFiles.ofProject();
    InfraFiles product = project.with(project.root().resolve(folder));
    ClientAccess access =
        ClientAccess.open(
            "demo-" + folder.replace('/', '-'),
            product.dataMap(),
            DeployedRules.of(product, "firestore.rules"));

    assertThat(
            EnumSet.complementOf(EnumSet.of(ClientAccess.Role.OWNER)).stream()
                .flatMap(
                    role ->
                        access.intrusions(role, Session.unique("ann")).stream()
                            .map(each -> role + " " + each)))
        .isEmpty();
  }
}

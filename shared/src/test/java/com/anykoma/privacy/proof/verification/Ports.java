package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.Watched;
import com.google.crypto.tink.Aead;
import java.util.function.Function;

/** A cloud of which every port is watched, each by whom the test says. */
record Ports(
    @Override Documents documents,
    @Override Documents keys,
    @Override Blobs blobs,
    @Override Accounts accounts,
    @Override Billing billing,
    @Override Tasks tasks,
    @Override Aead kek,
    @Override Aead signingKek)
    implements Cloud {
  /**
   * @param watch who watches the port of this name
   */
  static Ports of(Cloud cloud, Function<String, Watched.Watch> watch) {
    return new Ports(
        Watched.port(Documents.class, cloud.documents(), watch.apply("documents")),
        Watched.port(Documents.class, cloud.keys(), watch.apply("keys")),
        Watched.port(Blobs.class, cloud.blobs(), watch.apply("blobs")),
        Watched.port(Accounts.class, cloud.accounts(), watch.apply("accounts")),
        Watched.port(Billing.class, cloud.billing(), watch.apply("billing")),
        Watched.port(Tasks.class, cloud.tasks(), watch.apply("tasks")),
        cloud.kek(),
        Watched.port(Aead.class, cloud.signingKek(), watch.apply("signingKek")));
  }
}

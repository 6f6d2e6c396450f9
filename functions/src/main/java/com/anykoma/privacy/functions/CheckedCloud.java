package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.subject.HashKeyCheck;
import com.google.common.base.Suppliers;
import java.util.Map;
import java.util.function.Supplier;

/** A cloud that refuses databases which were written with another subject hash key. */
final class CheckedCloud {
  private CheckedCloud() {}

  static Cloud of(Cloud cloud, HashKeyCheck check) {
    Supplier<Documents> documents = Suppliers.memoize(() -> check.guarding(cloud.documents()));
    Supplier<Documents> keys = Suppliers.memoize(() -> check.guarding(cloud.keys()));
    return PortProxy.replacing(cloud, Map.of("documents", documents, "keys", keys));
  }
}

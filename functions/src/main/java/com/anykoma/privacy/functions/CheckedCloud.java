package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.subject.HashKeyCheck;
import com.google.common.base.Suppliers;
import com.google.crypto.tink.Aead;
import java.util.function.Supplier;

/** A cloud that refuses databases which were written with another subject hash key. */
final class CheckedCloud implements Cloud {
  private final Cloud cloud;
  private final Supplier<Documents> documents;
  private final Supplier<Documents> keys;

  CheckedCloud(Cloud cloud, HashKeyCheck check) {
    this.cloud = cloud;
    this.documents = Suppliers.memoize(() -> check.guarding(cloud.documents()));
    this.keys = Suppliers.memoize(() -> check.guarding(cloud.keys()));
  }

  @Override
  public Documents documents() {
    return documents.get();
  }

  @Override
  public Documents keys() {
    return keys.get();
  }

  @Override
  public Blobs blobs() {
    return cloud.blobs();
  }

  @Override
  public Accounts accounts() {
    return cloud.accounts();
  }

  @Override
  public Billing billing() {
    return cloud.billing();
  }

  @Override
  public Tasks tasks() {
    return cloud.tasks();
  }

  @Override
  public RealtimeDatabase realtime() {
    return cloud.realtime();
  }

  @Override
  public Aead kek() {
    return cloud.kek();
  }

  @Override
  public Aead signingKek() {
    return cloud.signingKek();
  }
}

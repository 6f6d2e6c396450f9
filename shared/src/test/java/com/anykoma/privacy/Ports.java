package com.anykoma.privacy;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.google.crypto.tink.Aead;
import java.util.function.Function;

/** A cloud with replaceable ports, for example ports that fail or are watched. */
public record Ports(
    @Override Documents documents,
    @Override Documents keys,
    @Override Blobs blobs,
    @Override Accounts accounts,
    @Override Billing billing,
    @Override Tasks tasks,
    @Override RealtimeDatabase realtime,
    @Override Settings settings,
    @Override Aead kek,
    @Override Aead signingKek)
    implements Cloud {
  public static Ports of(Cloud cloud) {
    return new Ports(
        cloud.documents(),
        cloud.keys(),
        cloud.blobs(),
        cloud.accounts(),
        cloud.billing(),
        cloud.tasks(),
        cloud.realtime(),
        cloud.settings(),
        cloud.kek(),
        cloud.signingKek());
  }

  /**
   * Wraps every port except the KEK in a watch.
   *
   * @param watch gives the watch for the port of this name
   */
  public static Ports watched(Cloud cloud, Function<String, InterceptedPorts.Interceptor> watch) {
    return new Ports(
        InterceptedPorts.wrap(
            Documents.class, cloud.documents(), "documents", watch.apply("documents")),
        InterceptedPorts.wrap(Documents.class, cloud.keys(), "keys", watch.apply("keys")),
        InterceptedPorts.wrap(Blobs.class, cloud.blobs(), "blobs", watch.apply("blobs")),
        InterceptedPorts.wrap(
            Accounts.class, cloud.accounts(), "accounts", watch.apply("accounts")),
        InterceptedPorts.wrap(Billing.class, cloud.billing(), "billing", watch.apply("billing")),
        InterceptedPorts.wrap(Tasks.class, cloud.tasks(), "tasks", watch.apply("tasks")),
        InterceptedPorts.wrap(
            RealtimeDatabase.class, cloud.realtime(), "realtime", watch.apply("realtime")),
        InterceptedPorts.wrap(
            Settings.class, cloud.settings(), "settings", watch.apply("settings")),
        cloud.kek(),
        InterceptedPorts.wrap(
            Aead.class, cloud.signingKek(), "signingKek", watch.apply("signingKek")));
  }

  public Ports with(Documents other) {
    return new Ports(
        other, keys, blobs, accounts, billing, tasks, realtime, settings, kek, signingKek);
  }

  public Ports withKeys(Documents other) {
    return new Ports(
        documents, other, blobs, accounts, billing, tasks, realtime, settings, kek, signingKek);
  }

  public Ports with(Blobs other) {
    return new Ports(
        documents, keys, other, accounts, billing, tasks, realtime, settings, kek, signingKek);
  }

  public Ports with(Accounts other) {
    return new Ports(
        documents, keys, blobs, other, billing, tasks, realtime, settings, kek, signingKek);
  }

  public Ports with(Billing other) {
    return new Ports(
        documents, keys, blobs, accounts, other, tasks, realtime, settings, kek, signingKek);
  }

  public Ports with(Tasks other) {
    return new Ports(
        documents, keys, blobs, accounts, billing, other, realtime, settings, kek, signingKek);
  }

  public Ports with(RealtimeDatabase other) {
    return new Ports(
        documents, keys, blobs, accounts, billing, tasks, other, settings, kek, signingKek);
  }

  public Ports with(Settings other) {
    return new Ports(
        documents, keys, blobs, accounts, billing, tasks, realtime, other, kek, signingKek);
  }

  public Ports withKek(Aead other) {
    return new Ports(
        documents, keys, blobs, accounts, billing, tasks, realtime, settings, other, signingKek);
  }
}

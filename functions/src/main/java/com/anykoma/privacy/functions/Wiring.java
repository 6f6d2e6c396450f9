package com.anykoma.privacy.functions;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.collection.census.AttestService;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.events.FirestoreEvents;
import com.anykoma.privacy.functions.http.Access;
import com.anykoma.privacy.functions.http.Cors;
import com.anykoma.privacy.functions.http.MailIntakeHandler;
import com.anykoma.privacy.functions.http.PrivacyPageHandler;
import com.anykoma.privacy.functions.http.SignalHandler;
import com.anykoma.privacy.functions.http.StripeHandler;
import com.anykoma.privacy.functions.http.StripeSigned;
import com.anykoma.privacy.log.CloudLog;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.processors.egress.OutboundHosts;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.subject.HashKeyCheck;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.work.ScanSweep;
import com.google.common.base.Suppliers;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Builds the object graph of the functions: opens the ports that the environment configures, lets
 * {@link Services} build the services on them, and adds the Stripe webhook and the sweep.
 */
public final class Wiring {
  /** The age of the last complete scan at which an alarm is raised. */
  private static final Map<Topic, Duration> SCAN_AGES =
      Map.of(
          Topic.REPAIR, Duration.ofHours(36),
          Topic.RECONCILE, Duration.ofHours(48),
          Topic.AGGREGATE, Duration.ofHours(48),
          Topic.ATTEST, Duration.ofDays(21));

  /** The time budgets of the sweep's parts; their sum is below the time-out of 9 minutes. */
  private static final Duration DISPATCH = Duration.ofSeconds(40);

  private static final Duration CASES = Duration.ofSeconds(10);
  private static final Duration SCANS = Duration.ofSeconds(15);
  private static final Duration KEY_CHECK = Duration.ofSeconds(15);
  private static final Duration EXPIRY = Duration.ofMinutes(2);
  private static final Duration STAGING = Duration.ofMinutes(2);

  private final Config config;
  private final Cloud cloud;
  private final InstantSource clock;
  private final HashKeyCheck keyCheck;
  private final Services services;

  /** Builds the graph on the files of a product, whose content the deployed triggers cover. */
  public Wiring(Config config, Cloud cloud, PrivacyFiles files, InstantSource clock) {
    TriggerCoverageCheck.requireCovered(files.dataMap());
    this.config = config;
    this.cloud = cloud;
    this.clock = clock;
    SubjectHash hash = new SubjectHash(config.subjectHashKey().toArray());
    this.keyCheck = new HashKeyCheck(hash, clock);
    this.services = new Services(cloud, files, hash, new SecureRandom(), clock);
  }

  /** Builds the graph on a {@link CheckedCloud}, as deployed functions and the local cloud do. */
  public static Wiring checked(
      Config config, Cloud cloud, PrivacyFiles files, InstantSource clock) {
    HashKeyCheck check =
        new HashKeyCheck(new SubjectHash(config.subjectHashKey().toArray()), clock);
    return new Wiring(config, CheckedCloud.of(cloud, check), files, clock);
  }

  /** Builds the graph of a deployed function from the process environment. */
  static Wiring of(Class<?> entryPoint) {
    CloudLog.install(System.getenv());
    Environment environment =
        Environment.read(System.getenv(), DeployedFunction.of(entryPoint).variableGroups());
    PrivacyFiles files = PrivacyFiles.packaged();
    files.promises(); // a page with a sentence that is not mapped must not serve
    requireRealtime(files.dataMap(), environment.cloud());
    Config config = environment.config();
    OutboundHosts listed = files.processors().hosts();
    GoogleCloud cloud =
        GoogleCloud.open(
            environment.cloud(), host -> listed.allows(host) || isOwnPage(config, host));
    return checked(config, cloud, files, Clock.systemUTC());
  }

  /** Whether the host serves the product's own pages, which the daily check of the page reads. */
  private static boolean isOwnPage(Config config, String host) {
    return config.pages().filter(it -> host.equals(it.getHost())).isPresent();
  }

  /** Fails permanently if the data map has nodes but the Realtime Database is not configured. */
  static void requireRealtime(DataMap dataMap, GoogleSettings settings) {
    if (dataMap.usesRealtime() && settings.realtime().isEmpty()) {
      throw new PermanentFailure(
          "datamap.yaml has a location of kind realtime, but "
              + Environment.REALTIME
              + " is missing; set the Terraform variable realtime_database_url");
    }
  }

  StripeSigned stripeSigned() {
    return new StripeSigned(stripeEvents().secrets(), clock);
  }

  StripeHandler stripeHandler() {
    return new StripeHandler(stripeEvents().live(), stripeEvents().account(), services.plan());
  }

  /** The address of the product's pages, to which e-mails link. */
  URI pages() {
    return required(config.pages(), VariableGroup.PAGES);
  }

  private StripeEvents stripeEvents() {
    return required(config.stripeEvents(), VariableGroup.STRIPE_EVENTS);
  }

  private static <T> T required(Optional<T> setting, VariableGroup group) {
    return setting.orElseThrow(
        () ->
            new IllegalStateException(
                "the function needs VariableGroup." + group + "; add it to DeployedFunction"));
  }

  MailIntakeHandler mailIntake() {
    return new MailIntakeHandler(config.mailKeys(), services.cases(pages()), clock);
  }

  /** The decoder of Firestore's document events. */
  Function<CloudEvent, DocumentChange> documentEvents() {
    return FirestoreEvents.of(FirestoreChanges::change);
  }

  InstantSource clock() {
    return clock;
  }

  /** The graph of services. */
  public Services services() {
    return services;
  }

  /** The census, with the daily checks. */
  AttestService attest() {
    return services.attest(services.dailyChecks(pages()));
  }

  /** The sweep. Deadlines depend on its first parts; all budgets fit into the time-out. */
  Sweep sweep() {
    return new Sweep(
        clock,
        List.of(
            part("purges", DISPATCH, services.duePurges()::dispatch),
            part("erasures", DISPATCH, services.dueErasures()::dispatch),
            part("holds", DISPATCH, services.dueHolds()::dispatch),
            part("corpus", DISPATCH, services.dueCorpusEntries()::dispatch),
            part("cases", CASES, services.caseSweep(pages())::sweep),
            part("exports", DISPATCH, services.dueExports()::dispatch),
            part("scans", SCANS, until -> scanSweep(cloud.documents()).sweep()),
            part("scans of keys", SCANS, until -> scanSweep(cloud.keys()).sweep()),
            part(
                "check of the hash key",
                KEY_CHECK,
                until -> keyCheck.establish(cloud.documents(), cloud.keys())),
            part("expiry", EXPIRY, services.expiry()::sweep),
            part("staging", STAGING, services.staging()::sweep)));
  }

  private ScanSweep scanSweep(Documents documents) {
    return new ScanSweep(documents, SCAN_AGES, cloud.tasks(), clock);
  }

  private static Sweep.Part part(String name, Duration budget, Consumer<Instant> work) {
    return new Sweep.Part(name, budget, work);
  }

  /** A public page must cost few reads, so an instance reads this value once a minute. */
  private static <T> Supplier<T> forAMinute(com.google.common.base.Supplier<T> source) {
    return Suppliers.memoizeWithExpiration(source, 1, TimeUnit.MINUTES);
  }

  /** Serves the privacy page. */
  PrivacyPageHandler privacyPage() {
    return new PrivacyPageHandler(
        access(),
        forAMinute(services.publications()::published),
        services::pageText,
        forAMinute(services::promiseStatus),
        services.feedback(),
        pages(),
        clock);
  }

  /** Handles requests about a signal against the use of data. */
  SignalHandler signals(Signal signal) {
    return new SignalHandler(
        signal, services.consent(), services.receipts(), services::promises, clock);
  }

  /** Decides who may call the HTTP functions. */
  Access access() {
    return new Access(
        cloud.accounts(),
        services.rateLimiter(),
        services.staffAudit(),
        new Cors(config.allowedOrigins()));
  }

  DataMap dataMap() {
    return services.dataMap();
  }
}

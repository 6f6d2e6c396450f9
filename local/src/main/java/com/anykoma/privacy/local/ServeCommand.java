package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Need;
import com.anykoma.privacy.functions.Trigger;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run serve}: the whole product on this machine, until Ctrl-C. */
@Command(
    name = "serve",
    description =
        "Serves every function, and a stand-in for the app, on 127.0.0.1. State survives a"
            + " restart. Ctrl-C ends it.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final int MOST_SECONDS_TO_CLOSE = 70;

  /** A PNG file of one pixel with {@code a red dragon} in a text chunk, in Base64. */
  private static final String IMAGE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAF3RFWHRwYXJhbWV0ZXJzAGEg"
          + "cmVkIGRyYWdvbgkNwjYAAAAMSURBVHicYzigoAAAAqQBAeNMpy0AAAAASUVORK5CYII=";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where to listen; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Mixin private CloudOption choice = new CloudOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    OffsetClock clock = OffsetClock.of(data.path());
    Logs.show(Level.INFO, clock);
    CountDownLatch ending = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (LocalCloud cloud = LocalCloud.openWithApp(choice.choice(), data.path(), clock, port)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ending, ended)));
      PrintWriter stdout = spec.commandLine().getOut();
      tell(stdout, cloud);
      stdout.flush();
      ending.await();
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private static void end(CountDownLatch ending, CountDownLatch ended) {
    ending.countDown();
    try {
      boolean unused = ended.await(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(PrintWriter out, LocalCloud cloud) {
    out.println("Listening on " + cloud.host().base() + " (this machine only): a page to look at");
    out.println();
    for (Deployed each : Deployed.values()) {
      out.println(String.format(Locale.ROOT, "  /%-16s %s", each.functionName(), describe(each)));
    }
    out.println();
    cloud.platform().notes().forEach(out::println);
    out.println("State:          " + data.path().toAbsolutePath());
    out.println("Signing secret: " + cloud.secrets().file().toAbsolutePath());
    out.println();
    out.print(tour(cloud.host().base().toString()));
  }

  private static String describe(Deployed function) {
    Trigger trigger = function.trigger();
    if (trigger instanceof Trigger.DocumentWritten written) {
      return "a write to " + written.pattern();
    }
    if (trigger instanceof Trigger.TaskPublished published) {
      return "a task \"" + published.topic() + "\"";
    }
    if (trigger instanceof Trigger.Scheduled scheduled) {
      return "the schedule " + scheduled.cron();
    }
    if (trigger instanceof Trigger.ObjectFinalized finalized) {
      return "a new object in " + finalized.bucket();
    }
    if (trigger instanceof Trigger.AccountDeleted) {
      return "the deletion of a sign-in account";
    }
    return function.needs().contains(Need.STRIPE_EVENTS)
        ? "an HTTP request with Stripe's signature"
        : "an HTTP request with the ID token of whoever asks";
  }

  /** The embedded store can be opened beside this process; the emulators' is spoken to here. */
  private String gate() {
    return choice.choice() == CloudChoice.EMBEDDED ? "RUN gate u1DATA" : "curl BASE/app/gate/u1";
  }

  private String tour(String base) {
    return """
    Try, in another terminal (in this directory):

      # a person signs up and makes something on the free plan
      curl -X PUT BASE/app/accounts/u1
      curl -X PUT BASE/app/documents/users/u1/prompts/p1 -d '{"text":"a red dragon"}'
      GATE

      # they upload an image of one pixel, whose file carries its prompt; this is what is stored
      echo IMAGE | base64 -d > i1.png
      curl -X PUT BASE/app/uploads/users/u1/images/i1 -H 'Content-Type: image/png' \\
        --data-binary @i1.png
      sleep 1
      curl BASE/app/stored/users/u1/images/i1

      # they open it, and what they wrote, with their ID token; the prompt is in the file no more
      TOKEN=$(curl -s BASE/app/token/u1)
      curl -H "Authorization: Bearer $TOKEN" BASE/Content/blobs/images/i1 -o opened.png
      curl -H "Authorization: Bearer $TOKEN" BASE/Content/documents/prompts/p1
      grep -c dragon i1.png opened.png

      # they upgrade: a Stripe event, signed with the local secret and sent to the webhook
      curl BASE/app/stripe -d '{"id":"evt_first","object":"event","livemode":false,
        "type":"customer.subscription.created","created":'"$(date +%s)"',
        "data":{"object":{"object":"subscription","id":"sub_1","customer":"cus_1","status":"active",
        "metadata":{"firebaseUID":"u1"},
        "items":{"data":[{"price":{"id":"price_1","lookup_key":"pro_monthly"}}]}}}}'
      GATE

      # their account is deleted in the console
      curl -X DELETE BASE/app/accounts/u1
      GATE
      curl -H "Authorization: Bearer $TOKEN" BASE/Content/blobs/images/i1

      # eight days pass, and what falls due in them is done: BASE/ shows it
      curl BASE/app/clock -d '{"forward":"P8D"}'

    """
        .replace("GATE", gate())
        .replace("IMAGE", IMAGE)
        .replace("BASE", base)
        .replace("RUN", System.getProperty("anykoma.run", "./run"))
        .replace("DATA", data.path().toString().equals(".data") ? "" : " --data " + data.path());
  }
}

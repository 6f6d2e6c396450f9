package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptions;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tasks as Pub/Sub messages: each topic of tasks is a Pub/Sub topic, and a task is encoded in the
 * attributes of a message. Pub/Sub does not deduplicate by id: a task that is published twice is
 * delivered twice.
 *
 * @see <a href="https://cloud.google.com/pubsub/quotas#resource_limits">Pub/Sub: resource
 *     limits</a>
 */
public final class PubSubTasks implements Tasks, AutoCloseable {
  private static final int MAX_MESSAGES = 1000;

  private final PublisherStub stub;
  private final String topics;

  private PubSubTasks(PublisherStub stub, String topics) {
    this.stub = stub;
    this.topics = topics;
  }

  public static PubSubTasks open(GoogleSettings settings) {
    PublisherStubSettings.Builder stub = PublisherStubSettings.newBuilder();
    GrpcEndpoint.set(
        stub,
        PublisherStubSettings.defaultGrpcTransportProviderBuilder(),
        settings.endpoint(Service.PUBSUB),
        Map.of());
    stub.publishSettings().setRetrySettings(GrpcEndpoint.RETRY_FOR_30_SECONDS);
    try {
      return new PubSubTasks(
          GrpcPublisherStub.create(stub.build()), "projects/" + settings.project() + "/topics/");
    } catch (IOException e) {
      throw new UncheckedIOException("no credentials for Pub/Sub were found", e);
    }
  }

  @Override
  public void publish(List<Task> tasks) {
    ListMultimap<String, PubsubMessage> byTopic = ArrayListMultimap.create();
    tasks.forEach(each -> byTopic.put(each.topic(), message(each)));
    List<ApiFuture<PublishResponse>> publishing = new ArrayList<>();
    for (String topic : byTopic.keySet()) {
      Lists.partition(byTopic.get(topic), MAX_MESSAGES)
          .forEach(messages -> publishing.add(publish(topic, messages)));
    }
    publishing.forEach(PubSubTasks::await);
  }

  private ApiFuture<PublishResponse> publish(String topic, List<PubsubMessage> messages) {
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topics + topic).addAllMessages(messages).build();
    return stub.publishCallable().futureCall(request);
  }

  private static PubsubMessage message(Task task) {
    return PubsubMessage.newBuilder().putAllAttributes(task.message()).build();
  }

  /** Waits for a response and translates Pub/Sub's errors. */
  private static void await(ApiFuture<PublishResponse> publishing) {
    try {
      ApiExceptions.callAndTranslateApiException(publishing);
    } catch (ApiException e) {
      Code code = e.getStatusCode().getCode();
      throw code == Code.INVALID_ARGUMENT
          ? new PermanentFailure("Pub/Sub refuses to publish: " + code)
          : new CloudFailure("Pub/Sub", "publish", code.name());
    }
  }

  @Override
  public void close() {
    stub.close();
  }
}

package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The platform on the embedded cloud in a data directory. Data survives a restart. */
public record EmbeddedPlatform(@Override EmbeddedCloud cloud, InstantSource clock)
    implements LocalPlatform {
  static EmbeddedPlatform open(Path directory, InstantSource clock) {
    return new EmbeddedPlatform(EmbeddedData.opened(directory, clock), clock);
  }

  @Override
  public void createAccount(SubjectId subject, Optional<Sensitive<String>> email) {
    cloud.accounts().create(subject, email, Optional.empty());
  }

  @Override
  public String signIn(SubjectId subject) {
    return cloud.accounts().issueIdToken(subject);
  }

  @Override
  public Bridge startBridge(DataMap map, URI functions, Runnable open) {
    open.run(); // no event is lost before the bridge starts, because its feeds are durable
    return EventBridge.start(cloud, map, clock, functions);
  }

  @Override
  public List<String> notes() {
    return List.of("Cloud:          embedded");
  }

  @Override
  public void close() {
    cloud.close();
  }
}

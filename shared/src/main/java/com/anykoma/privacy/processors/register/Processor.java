package com.anykoma.privacy.processors.register;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.processors.egress.OutboundHosts;
import com.anykoma.privacy.yaml.Setting;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/**
 * A company that processes personal data for the product (P28).
 *
 * @param id its key in {@code processors.yaml}
 * @param name as the privacy page writes it
 * @param purpose of the processing
 * @param data the categories of the data
 * @param region where it is processed
 * @param contract the reference of the data processing agreement
 * @param subprocessors the page that lists its own processors
 * @param hosts the hosts that the deployed functions connect to; empty if they connect to none
 * @param facts statements about it that can change, such as how long it keeps deleted data
 */
public record Processor(
    String id,
    String name,
    String purpose,
    List<DataCategory> data,
    String region,
    String contract,
    URI subprocessors,
    OutboundHosts hosts,
    List<Fact> facts) {
  public Processor {
    data = List.copyOf(data);
    facts = List.copyOf(facts);
  }

  /** A statement with its source, and the day on which a person last read it there. */
  public record Fact(String fact, String value, URI source, LocalDate checkedAt) {
    private static Fact read(Setting setting) {
      setting.allowKeys("fact", "value", "source", "checkedAt");
      return new Fact(
          setting.get("fact").string(),
          setting.get("value").string(),
          url(setting.get("source")),
          setting.get("checkedAt").date());
    }
  }

  static Processor read(String id, Setting setting) {
    setting.allowKeys(
        "name", "purpose", "data", "region", "contract", "subprocessors", "hosts", "facts");
    Setting hosts = setting.get("hosts");
    return new Processor(
        id,
        setting.get("name").string(),
        setting.get("purpose").string(),
        setting.get("data").readEach(it -> it.checked(() -> new DataCategory(it.string()))),
        setting.get("region").string(),
        setting.get("contract").string(),
        url(setting.get("subprocessors")),
        hosts.checked(() -> new OutboundHosts(hosts.strings())),
        setting.get("facts").readEach(Fact::read));
  }

  private static URI url(Setting setting) {
    URI url = setting.checked(() -> URI.create(setting.string()));
    if (!"https".equals(url.getScheme())) {
      throw setting.error("an address that starts with https:// is expected here");
    }
    return url;
  }
}

package com.anykoma.privacy.local.deployed;

import java.util.List;
import java.util.Optional;

/**
 * A library as a bill of materials lists it.
 *
 * @param purl its address among all packages, and its name in the bill's graph
 * @param licences as its POM says, by SPDX's ids where they are known
 * @param sha256 of its file, in hexadecimal
 */
record Library(
    String group,
    String name,
    String version,
    String purl,
    List<String> licences,
    Optional<String> sha256) {
  /** The coordinates in a POM. */
  String id() {
    return group + ":" + name;
  }

  /** Its licences as its POM says, in one line; empty when it says none. */
  String says() {
    return String.join(", ", licences);
  }

  boolean isOurs() {
    return group.equals("com.anykoma.privacy");
  }
}

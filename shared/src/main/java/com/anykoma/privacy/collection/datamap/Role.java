package com.anykoma.privacy.collection.datamap;

/** What a location is to the product: which of its processes look at it. */
public enum Role {
  /** Who somebody is: the sign-in account and the profile. */
  ACCOUNT,
  /** What somebody made. */
  CONTENT,
  /** What somebody did. */
  USAGE,
  /** What somebody did it with. */
  DEVICE,
  /** What happened, for those who run the service. */
  LOG,
  /** What somebody pays. */
  BILLING,
  /** This product's own records. */
  OWN
}

package com.anykoma.privacy.collection.datamap;

/** The kind of data in a location; it determines which services process the location. */
public enum LocationRole {
  /** A person's sign-in account and profile. */
  ACCOUNT,
  /** Content that a person created. */
  CONTENT,
  /** Usage events of a person. */
  USAGE,
  /** Device data of a person. */
  DEVICE,
  /** Logs for the operation of the service. */
  LOG,
  /** Payment data of a person. */
  BILLING,
  /** This product's own records. */
  OWN
}

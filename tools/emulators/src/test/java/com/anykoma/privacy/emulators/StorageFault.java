package com.anykoma.privacy.emulators;

/** A fault that {@link FaultyStorage} injects into a request. */
enum StorageFault {
  /** Answers 503 without executing the request. */
  UNAVAILABLE,
  /** Answers 403 with the object's name without executing the request. */
  FORBIDDEN,
  /** Executes the request and closes the connection without an answer. */
  LOST_ANSWER,
  /** Alters a byte of the upload before it is handled. */
  DAMAGED_UPLOAD,
  /** Stores the upload and answers a wrong CRC32C. */
  OTHER_CRC32C,
  /** Stores only the first 256 KiB of a chunk. */
  CHUNK_KEPT_IN_PART,
  /** Stores the last chunk without finishing the upload. */
  NOT_FINISHED,
  /** Alters a byte of the download. */
  DAMAGED_DOWNLOAD,
  /** Sends one byte less, with a matching length. */
  SHORT_DOWNLOAD,
  /** Closes the connection in the middle of the download. */
  CUT_DOWNLOAD
}

package com.anykoma.privacy.emulators;

/** A thing that {@link FaultyStorage} can be told to do wrong with a request. */
enum StorageFault {
  /** Answers 503 and does nothing. */
  UNAVAILABLE,
  /** Answers 403, naming the object, and does nothing. */
  FORBIDDEN,
  /** Does as asked and hangs up without an answer. */
  LOST_ANSWER,
  /** Changes a byte of what is uploaded before looking at it. */
  DAMAGED_UPLOAD,
  /** Stores what is uploaded and answers another CRC32C than its own. */
  OTHER_CRC32C,
  /** Keeps only the first 256 KiB of a chunk. */
  CHUNK_KEPT_IN_PART,
  /** Keeps the last chunk without making an object of the whole. */
  NOT_FINISHED,
  /** Changes a byte of what is downloaded. */
  DAMAGED_DOWNLOAD,
  /** Sends one byte less of what is downloaded, as if that were all. */
  SHORT_DOWNLOAD,
  /** Hangs up in the middle of what is downloaded. */
  CUT_DOWNLOAD
}

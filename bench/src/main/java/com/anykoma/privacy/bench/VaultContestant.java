package com.anykoma.privacy.bench;

/** A pair of functions that seal and open, in a process that encrypts in a certain way. */
enum VaultContestant {
  OURS(VaultServer.UPLOAD, VaultServer.CONTENT, VaultServer.OWN_CIPHER),
  OURS_BY_PLATFORM(VaultServer.UPLOAD, VaultServer.CONTENT, VaultServer.PLATFORM_CIPHER),
  BARE(BareCloud.UPLOAD, BareCloud.CONTENT, "bare");

  private final String upload;
  private final String content;
  private final String cipher;

  VaultContestant(String upload, String content, String cipher) {
    this.upload = upload;
    this.content = content;
    this.cipher = cipher;
  }

  /** The name of the function that seals. */
  String upload() {
    return upload;
  }

  /** The name of the function that opens. */
  String content() {
    return content;
  }

  /** How its process is told to encrypt. */
  String cipher() {
    return cipher;
  }

  /** What it does, told from what the others do. */
  String nameOf(String deed) {
    return this == OURS ? deed : deed + "-" + cipher;
  }
}

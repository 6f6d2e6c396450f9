# kek wraps the subjects' keys, signing wraps the keys that sign certificates and checkpoints, and storage
# is the buckets' customer-managed encryption key.
locals {
  crypto_keys = {
    kek     = local.seconds["kek.keyDestruction"]
    signing = 30 * 86400
    storage = 30 * 86400
  }

  key_ids = {
    for name in keys(local.crypto_keys) : name =>
    "projects/${var.project_id}/locations/${var.region}/keyRings/${google_kms_key_ring.privacy.name}/cryptoKeys/${name}"
  }
}

resource "google_kms_key_ring" "privacy" {
  project  = var.project_id
  name     = "privacy"
  location = var.region

  depends_on = [google_project_service.api]
}

resource "google_kms_crypto_key" "key" {
  for_each = local.crypto_keys

  name                       = each.key
  key_ring                   = google_kms_key_ring.privacy.id
  purpose                    = "ENCRYPT_DECRYPT"
  rotation_period            = "${90 * 86400}s"
  destroy_scheduled_duration = "${each.value}s"
  labels                     = local.labels

  version_template {
    algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
    protection_level = "SOFTWARE"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# The data buckets: uploads has plaintext for minutes, content has ciphertext, evidence has signed
# files, releases has de-identified copies for trainers, exports has sealed archives for a week. Deleted objects are retained as long as residency.yaml says.
locals {
  buckets = toset(["uploads", "content", "evidence", "exports", "releases"])
}

data "google_storage_project_service_account" "agent" {
  project = var.project_id

  depends_on = [google_project_service.api]
}

resource "google_storage_bucket" "data" {
  for_each = local.buckets

  project                     = var.project_id
  name                        = "${var.project_id}-privacy-${each.key}"
  location                    = var.region
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = local.labels

  # the default would be seven days
  soft_delete_policy {
    retention_duration_seconds = local.seconds["${each.key}.softDelete"]
  }

  versioning {
    enabled = false
  }

  encryption {
    default_kms_key_name = local.key_ids["storage"]
  }

  # Unfinished multipart uploads have no owner, so they are deleted by age.
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }

    condition {
      age = 1
    }
  }

  # Archives of an export are deleted after a week by their record; this deletes one that a task wrote after that.
  dynamic "lifecycle_rule" {
    for_each = each.key == "exports" ? [15] : []

    content {
      action {
        type = "Delete"
      }

      condition {
        age = lifecycle_rule.value
      }
    }
  }

  # Signed files cannot be replaced or deleted for ten years; they contain no identifiers.
  dynamic "retention_policy" {
    for_each = each.key == "evidence" ? [10 * 365 * 86400] : []

    content {
      retention_period = retention_policy.value
      is_locked        = var.lock_evidence
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_crypto_key_iam_member.grant]
}

# Secrets without their values. Operators add the values (docs/deployment.md), so that no state or plan
# contains one.
locals {
  secrets = toset(concat(["subject-hash-key"], flatten([for it in values(local.functions) : values(try(it.secrets, {}))])))
}

resource "google_secret_manager_secret" "secret" {
  for_each = local.secrets

  project   = var.project_id
  secret_id = each.key
  labels    = local.labels

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  # SUBJECT_HASH_KEY is irreplaceable: without it, no tombstone can be found
  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.api]
}

# Log buckets, each with its retention from residency.yaml. Single log entries cannot be deleted, so
# logs with personal data get buckets of their own.
#
# Request logs contain IP addresses and are kept for a week. Data access logs contain names of objects
# and documents, and are kept for a year as the record of who read personal data. Neither is stored in
# _Default, which more people may read.
locals {
  log_buckets = {
    requests = {
      store  = "requestLogs"
      filter = "log_id(\"run.googleapis.com/requests\")"
    }
    access = {
      store  = "accessLogs"
      filter = "log_id(\"cloudaudit.googleapis.com/data_access\")"
    }
  }
}

resource "google_logging_project_bucket_config" "default" {
  project        = var.project_id
  location       = "global"
  bucket_id      = "_Default"
  retention_days = local.days["logs.retention"]
}

resource "google_logging_project_bucket_config" "class" {
  for_each = local.log_buckets

  project        = var.project_id
  location       = var.region
  bucket_id      = "privacy-${each.key}"
  retention_days = local.days["${each.value.store}.retention"]
}

resource "google_logging_project_sink" "class" {
  for_each = local.log_buckets

  project                = var.project_id
  name                   = "privacy-${each.key}"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.class[each.key].id}"
  filter                 = each.value.filter
  unique_writer_identity = true
}

resource "google_logging_project_exclusion" "class" {
  for_each = local.log_buckets

  project     = var.project_id
  name        = "privacy-${each.key}"
  description = "Stored in the bucket privacy-${each.key} instead of _Default."
  filter      = each.value.filter
}

# Data access logs for all services that store personal data or keys.
resource "google_project_iam_audit_config" "service" {
  for_each = toset([
    "cloudkms.googleapis.com", "datastore.googleapis.com", "firestore.googleapis.com",
    "identitytoolkit.googleapis.com", "secretmanager.googleapis.com", "storage.googleapis.com",
  ])

  project = var.project_id
  service = each.key

  audit_log_config {
    log_type = "DATA_READ"
  }

  audit_log_config {
    log_type = "DATA_WRITE"
  }

  audit_log_config {
    log_type = "ADMIN_READ"
  }
}

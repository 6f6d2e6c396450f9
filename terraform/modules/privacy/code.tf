# One zip with one jar for all functions. The object's name contains the hash of the zip, so that
# Terraform deploys each new build.
locals {
  zips = merge(
    { released = var.functions_zip },
    var.canary == null ? {} : { canary = var.canary.functions_zip },
  )

  # the zip of each function: the canary or the default
  release = {
    for name in keys(local.functions) : name =>
    try(contains(var.canary.functions, name), false) ? "canary" : "released"
  }
}

resource "google_storage_bucket" "code" {
  project                     = var.project_id
  name                        = "${var.project_id}-privacy-code"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = local.labels

  versioning {
    enabled = false
  }

  soft_delete_policy {
    retention_duration_seconds = 7 * 86400
  }

  depends_on = [google_project_service.api]
}

resource "google_storage_bucket_object" "functions" {
  for_each = local.zips

  bucket = google_storage_bucket.code.name
  name   = "functions-${filesha256(each.value)}.zip"
  source = each.value

  lifecycle {
    create_before_destroy = true
  }
}

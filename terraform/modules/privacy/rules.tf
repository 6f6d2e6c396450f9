# What an app's client may do. Everything else is the functions', which rules do not bind. The rules of
# the uploads ask the main database who is erased, whatever it is called.
locals {
  rules = {
    main    = { file = "firestore.rules", release = var.databases.main == "(default)" ? "cloud.firestore" : "cloud.firestore/${var.databases.main}" }
    keys    = { file = "keys.rules", release = "cloud.firestore/${google_firestore_database.database["keys"].name}" }
    uploads = { file = "storage.rules", release = "firebase.storage/${google_storage_bucket.data["uploads"].name}" }
  }
}

resource "google_firebaserules_ruleset" "rules" {
  for_each = local.rules

  project = var.project_id

  source {
    files {
      name    = each.value.file
      content = replace(file("${path.module}/../../rules/${each.value.file}"), "/databases/(default)/", "/databases/${var.databases.main}/")
    }
  }

  # The one in force is replaced before it goes.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_project_service.api]
}

resource "google_firebaserules_release" "rules" {
  for_each = local.rules

  project      = var.project_id
  name         = each.value.release
  ruleset_name = google_firebaserules_ruleset.rules[each.key].name
}

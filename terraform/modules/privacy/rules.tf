# The security rules for the app's clients; functions are not subject to them. The app's rules get this
# software's functions where their match of all documents or objects begins, as in DeployedRules.java. The
# rules of uploads read the fences in the main database, so its id is inserted.
locals {
  rules_folder = "${path.module}/../../rules"

  # the lines after which the functions are inserted
  rules_begin = {
    "firestore.rules" = "match /databases/{database}/documents {\n"
    "storage.rules"   = "match /b/{bucket}/o {\n"
  }

  rules_text = merge(
    { "keys.rules" = file("${local.rules_folder}/keys.rules") },
    {
      for name, line in local.rules_begin : name => replace(
        file("${local.settings}/${name}"),
        line,
        "${line}${file("${local.rules_folder}/${replace(name, ".rules", "-functions.rules")}")}\n",
      )
    },
  )

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
      content = replace(local.rules_text[each.value.file], "/databases/(default)/", "/databases/${var.databases.main}/")
    }
  }

  # A release must not refer to a deleted ruleset.
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

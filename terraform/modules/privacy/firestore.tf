# Two databases. keys has only the subjects' wrapped keys and no point-in-time recovery, so that a
# destroyed key is unrecoverable when residency.yaml says; main has everything else.
resource "google_firestore_database" "database" {
  for_each = var.databases

  project                 = var.project_id
  name                    = each.value
  location_id             = var.firestore_location
  type                    = "FIRESTORE_NATIVE"
  concurrency_mode        = "OPTIMISTIC"
  delete_protection_state = "DELETE_PROTECTION_ENABLED"
  deletion_policy         = "ABANDON"

  # one hour of old versions is readable in both cases
  point_in_time_recovery_enablement = local.seconds["${each.key}.recovery"] > 3600 ? "POINT_IN_TIME_RECOVERY_ENABLED" : "POINT_IN_TIME_RECOVERY_DISABLED"

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.api]
}

resource "google_firestore_backup_schedule" "daily" {
  for_each = var.databases

  project   = var.project_id
  database  = google_firestore_database.database[each.key].name
  retention = "${local.seconds["${each.key}.backups"]}s"

  daily_recurrence {}
}

# The indexes of firestore.indexes.json and records.indexes.json, in the Firebase CLI's format. Tests
# compare them with the queries.
resource "google_firestore_index" "composite" {
  for_each = {
    for it in local.indexes.indexes :
    join("-", concat([it.collectionGroup], [for field in it.fields : field.fieldPath])) => it
  }

  project     = var.project_id
  database    = google_firestore_database.database["main"].name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields

    content {
      field_path   = fields.value.fieldPath
      order        = try(fields.value.order, null)
      array_config = try(fields.value.arrayConfig, null)
    }
  }
}

# Fields without the default index: exempt because no query uses them.
resource "google_firestore_field" "single" {
  for_each = { for it in local.indexes.fieldOverrides : "${it.collectionGroup}-${it.fieldPath}" => it }

  project    = var.project_id
  database   = google_firestore_database.database["main"].name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  index_config {
    dynamic "indexes" {
      for_each = each.value.indexes

      content {
        query_scope  = indexes.value.queryScope
        order        = try(indexes.value.order, null)
        array_config = try(indexes.value.arrayConfig, null)
      }
    }
  }

  dynamic "ttl_config" {
    for_each = try(each.value.ttl, false) ? [true] : []

    content {}
  }
}

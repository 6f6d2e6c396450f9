# Creates exactly the grants of iam.yaml. Names are literal instead of attributes of other resources, so
# that a plan, which does not know the attributes of new resources, shows each grant in full.
locals {
  account_ids = merge(
    { for name in keys(local.functions) : name => local.names[name] },
    { for name in keys(local.identities.accounts) : name => "privacy-${name}" },
  )

  agents = {
    storage          = "service-${data.google_project.this.number}@gs-project-accounts.iam.gserviceaccount.com"
    pubsub           = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    firebase-storage = "service-${data.google_project.this.number}@gcp-sa-firebasestorage.iam.gserviceaccount.com"
  }

  emails = { for name, id in local.account_ids : name => "${id}@${var.project_id}.iam.gserviceaccount.com" }

  members = merge(
    { for name, email in merge(local.emails, local.agents) : name => "serviceAccount:${email}" },
    { everybody = "allUsers" },
  )

  holders = merge(
    local.identities.functions,
    local.identities.accounts,
    local.identities.agents,
    { everybody = local.identities.everybody },
  )

  # the functions for which a target of iam.yaml stands
  several = {
    "function/http"  = [for name in keys(local.http) : "function/${name}"]
    "function/event" = [for name, it in local.second_generation : "function/${name}" if !can(it.settings.trigger.http)]
  }

  grants = merge(flatten([
    for holder, grants in local.holders : [
      for grant in grants : [
        for target in flatten([for each in grant.target : lookup(local.several, each, [each])]) : {
          "${holder} ${grant.role} ${target}" = {
            member = local.members[holder]
            role   = startswith(grant.role, "custom/") ? "projects/${var.project_id}/roles/${local.role_ids[trimprefix(grant.role, "custom/")]}" : grant.role
            kind   = split("/", target)[0]
            name   = try(split("/", target)[1], "")
          }
        }
      ]
    ]
  ])...)

  # for example, accountReader is the role privacyAccountReader
  role_ids = { for name in keys(local.identities.roles) : name => "privacy${title(name)}" }

  granted = {
    for kind in ["project", "realtime", "database", "sources", "bucket", "topic", "key", "secret", "function"] :
    kind => { for key, it in local.grants : key => it if it.kind == kind }
  }
}

resource "google_service_account" "function" {
  for_each = local.functions

  project      = var.project_id
  account_id   = local.account_ids[each.key]
  display_name = "AnyKoma Privacy: ${each.key}"

  depends_on = [google_project_service.api]
}

resource "google_service_account" "events" {
  project      = var.project_id
  account_id   = local.account_ids["events"]
  display_name = "AnyKoma Privacy: delivers events to functions"

  depends_on = [google_project_service.api]
}

resource "google_service_account" "build" {
  project      = var.project_id
  account_id   = local.account_ids["build"]
  display_name = "AnyKoma Privacy: builds functions"

  depends_on = [google_project_service.api]
}

resource "google_service_account" "trainer" {
  project      = var.project_id
  account_id   = local.account_ids["trainer"]
  display_name = "AnyKoma Privacy: trains models with releases"

  depends_on = [google_project_service.api]
}

resource "google_project_iam_custom_role" "role" {
  for_each = local.identities.roles

  project     = var.project_id
  role_id     = local.role_ids[each.key]
  title       = "AnyKoma Privacy: ${each.key}"
  permissions = each.value
}

# Grants in the project's policy, each with a condition on one resource.
locals {
  conditions = merge(
    {
      for key, it in local.granted.database : key => {
        title      = "database-${it.name}"
        expression = "resource.name == \"projects/${var.project_id}/databases/${var.databases[it.name]}\""
      }
    },
    {
      for key in keys(local.granted.sources) : key => {
        title      = "sources"
        expression = "resource.name.startsWith(\"projects/_/buckets/gcf-\")"
      }
    },
  )
}

resource "google_project_iam_member" "grant" {
  for_each = merge(
    local.granted.project,
    local.granted.database,
    local.granted.sources,
    var.realtime_database_url == "" ? {} : local.granted.realtime,
  )

  project = var.project_id
  role    = each.value.role
  member  = each.value.member

  dynamic "condition" {
    for_each = contains(keys(local.conditions), each.key) ? [local.conditions[each.key]] : []

    content {
      title      = condition.value.title
      expression = condition.value.expression
    }
  }

  depends_on = [
    google_service_account.function,
    google_service_account.events,
    google_service_account.build,
    google_project_iam_custom_role.role,
    data.google_storage_project_service_account.agent,
  ]
}

resource "google_storage_bucket_iam_member" "grant" {
  for_each = local.granted.bucket

  bucket = google_storage_bucket.data[each.value.name].name
  role   = each.value.role
  member = each.value.member

  depends_on = [
    google_service_account.function,
    google_service_account.trainer,
    google_project_iam_custom_role.role,
  ]
}

resource "google_pubsub_topic_iam_member" "grant" {
  for_each = local.granted.topic

  project = var.project_id
  topic   = each.value.name
  role    = each.value.role
  member  = each.value.member

  depends_on = [google_pubsub_topic.task, google_pubsub_topic.dead_letters, google_service_account.function]
}

resource "google_kms_crypto_key_iam_member" "grant" {
  for_each = local.granted.key

  crypto_key_id = local.key_ids[each.value.name]
  role          = each.value.role
  member        = each.value.member

  depends_on = [
    google_kms_crypto_key.key,
    google_service_account.function,
    data.google_storage_project_service_account.agent,
  ]
}

resource "google_secret_manager_secret_iam_member" "grant" {
  for_each = local.granted.secret

  project   = var.project_id
  secret_id = google_secret_manager_secret.secret[each.value.name].secret_id
  role      = each.value.role
  member    = each.value.member

  depends_on = [google_service_account.function]
}

resource "google_cloud_run_service_iam_member" "grant" {
  for_each = local.granted.function

  project  = var.project_id
  location = var.region
  service  = local.names[each.value.name]
  role     = each.value.role
  member   = each.value.member

  depends_on = [google_cloudfunctions2_function.function, google_service_account.events]
}


# The settings files. Those of the product are in the folder with which the functions are built.
locals {
  settings   = "${path.module}/../../../privacy"
  functions  = yamldecode(file("${path.module}/functions.yaml"))
  identities = yamldecode(file("${path.module}/iam.yaml"))
  alarms     = yamldecode(file("${path.module}/alarms.yaml"))
  residency  = yamldecode(file("${local.settings}/residency.yaml"))

  # the product's locations, and the records of this software
  locations = merge(
    yamldecode(file("${local.settings}/datamap.yaml")).locations,
    yamldecode(file("${path.module}/../../../shared/src/main/resources/privacy/records.yaml")).locations,
  )

  # the indexes of the product's collections, and of this software's
  indexes = {
    for key in ["indexes", "fieldOverrides"] : key => concat(
      jsondecode(file("${local.settings}/firestore.indexes.json"))[key],
      jsondecode(file("${path.module}/records.indexes.json"))[key],
    )
  }

  labels = { application = "anykoma-privacy", environment = var.environment }
}

# The deployed names of the functions, and the functions by trigger.
locals {
  # StripeWebhook is deployed as privacy-stripe-webhook
  names = {
    for name in toset(concat(keys(local.functions), keys(local.deployments))) :
    name => "privacy-${lower(replace(name, "/([a-z])([A-Z])/", "$1-$2"))}"
  }

  http      = { for name, it in local.functions : name => it if can(it.trigger.http) }
  account   = { for name, it in local.functions : name => it if can(it.trigger.account) }
  documents = { for name, it in local.functions : name => local.patterns[it.trigger.document] if can(it.trigger.document) }
  objects   = { for name, it in local.functions : name => it.trigger.object if can(it.trigger.object) }
  schedules = { for name, it in local.functions : name => it.trigger if can(it.trigger.schedule) }

  # the task topic of each function
  topics = merge(
    { for name, it in local.functions : name => it.trigger.task if can(it.trigger.task) },
    { for name, it in local.schedules : name => it.topic },
  )

  # Account deletions arrive as events of the 1st or the 2nd generation.
  second_generation = { for name, it in local.deployments : name => it if var.auth_trigger_generation == 2 || !can(it.settings.trigger.account) }
  first_generation  = { for name, it in local.account : name => it if var.auth_trigger_generation == 1 }
}

# The durations of residency.yaml (P7D, PT1H, P1DT12H) in seconds.
locals {
  residences = merge([
    for store, settings in local.residency.stores : {
      for setting, value in settings : "${store}.${setting}" => value
      if contains(["versions", "softDelete", "recovery", "backups", "retention", "keyDestruction"], setting)
    }
  ]...)

  durations = {
    for key, value in local.residences : key =>
    [for part in regex("^P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?$", value) : part == null ? 0 : tonumber(part)]
  }

  seconds = { for key, it in local.durations : key => it[0] * 86400 + it[1] * 3600 + it[2] * 60 + it[3] }
  days    = { for key, it in local.seconds : key => it / 86400 }
}

data "google_project" "this" {
  project_id = var.project_id
}

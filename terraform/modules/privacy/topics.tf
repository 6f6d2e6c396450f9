locals {
  topic_ids = { for topic in toset(values(local.topics)) : topic => "projects/${var.project_id}/topics/${topic}" }
}

# One topic for each kind of task. No topic retains delivered messages.
resource "google_pubsub_topic" "task" {
  for_each = toset(values(local.topics))

  project = var.project_id
  name    = each.key
  labels  = local.labels

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.api]
}

# The dead-letter topic for tasks that failed too often. Eventarc creates the subscriptions of the task
# topics: docs/deployment.md describes how to set their dead-letter topic.
resource "google_pubsub_topic" "dead_letters" {
  project = var.project_id
  name    = "dead-letters"
  labels  = local.labels

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.api]
}

resource "google_pubsub_subscription" "dead_letters" {
  project                    = var.project_id
  name                       = "dead-letters"
  topic                      = google_pubsub_topic.dead_letters.id
  labels                     = local.labels
  message_retention_duration = "${local.seconds["deadLetters.retention"]}s"
  retain_acked_messages      = false

  # never expires: the subscription is idle as long as no task fails
  expiration_policy {
    ttl = ""
  }
}

resource "google_cloud_scheduler_job" "schedule" {
  for_each = local.schedules

  project     = var.project_id
  region      = var.region
  name        = local.names[each.key]
  description = "AnyKoma Privacy: runs ${each.key}"
  schedule    = each.value.schedule
  time_zone   = "Etc/UTC"

  retry_config {
    retry_count          = 5
    min_backoff_duration = "10s"
  }

  pubsub_target {
    topic_name = local.topic_ids[each.value.topic]

    # The attributes of a task. Ids are not remembered, so that all runs can share one.
    attributes = {
      taskTopic = each.value.topic
      taskId    = each.value.topic
    }
  }

  depends_on = [google_pubsub_topic.task]
}

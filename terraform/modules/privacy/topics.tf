locals {
  topic_ids = { for topic in toset(values(local.topics)) : topic => "projects/${var.project_id}/topics/${topic}" }
}

# One topic for each kind of task. No topic retains messages: what was delivered is gone.
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

# Where tasks go that failed too often. The subscriptions of the tasks' topics are Eventarc's, which
# makes them itself: docs/deployment.md says how they are told of this topic.
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

  # never: an idle subscription is what is hoped for
  expiration_policy {
    ttl = ""
  }
}

resource "google_cloud_scheduler_job" "schedule" {
  for_each = local.schedules

  project     = var.project_id
  region      = var.region
  name        = local.names[each.key]
  description = "AnyKoma Privacy: makes ${each.key} run"
  schedule    = each.value.schedule
  time_zone   = "Etc/UTC"

  retry_config {
    retry_count          = 5
    min_backoff_duration = "10s"
  }

  pubsub_target {
    topic_name = local.topic_ids[each.value.topic]

    # A function knows a task by these; nothing remembers ids, so one id for all runs will do.
    attributes = {
      taskTopic = each.value.topic
      taskId    = each.value.topic
    }
  }

  depends_on = [google_pubsub_topic.task]
}

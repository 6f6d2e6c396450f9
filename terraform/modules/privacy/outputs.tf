output "urls" {
  description = "The URLs of the HTTP functions; configure StripeWebhook's at Stripe."
  value       = { for name in keys(local.http) : name => google_cloudfunctions2_function.function[name].url }
}

output "buckets" {
  description = "The data buckets; the app writes to uploads."
  value       = { for name, bucket in google_storage_bucket.data : name => bucket.name }
}

output "secrets" {
  description = "The secrets that need a value before functions can be deployed."
  value       = sort([for secret in google_secret_manager_secret.secret : secret.secret_id])
}

output "task_topics" {
  description = "The topics whose Eventarc subscriptions need the dead-letter topic."
  value       = sort([for topic in google_pubsub_topic.task : topic.name])
}

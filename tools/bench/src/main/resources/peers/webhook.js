// The peer of StripeWebhook: the usual Stripe webhook of a Firebase project, with the usual packages. For a
// subscription event it verifies the signature, finds the user by the customer, fetches the subscription
// from Stripe, stores it beneath the customer and sets the user's claim.
'use strict';

const { PORT, USERS, STRIPE_KEY, STRIPE_SECRET } = process.env;
const { FIRESTORE_HOST, AUTH_HOST, STRIPE_HOST } = process.env;
process.env.FIRESTORE_EMULATOR_HOST = FIRESTORE_HOST; // firebase-admin reads these variables
process.env.FIREBASE_AUTH_EMULATOR_HOST = AUTH_HOST;

const { http: register } = require('@google-cloud/functions-framework');
const { getTestServer } = require('@google-cloud/functions-framework/testing');
const admin = require('firebase-admin');
const { Stripe } = require('stripe');

const stripeUrl = new URL(`http://${STRIPE_HOST}`);
const stripe = new Stripe(STRIPE_KEY, {
  apiVersion: '2022-11-15',
  protocol: 'http',
  host: stripeUrl.hostname,
  port: stripeUrl.port,
});
const app = admin.initializeApp({ projectId: process.env.GCLOUD_PROJECT });
const firestore = app.firestore();
const auth = app.auth();

async function storeSubscription(customer, id) {
  const subscription = await stripe.subscriptions.retrieve(id, {
    expand: ['default_payment_method', 'items.data.price.product'],
  });
  const role = ['active', 'trialing'].includes(subscription.status) ? 'pro' : null;
  await customer.ref.collection('subscriptions').doc(subscription.id).set({
    status: subscription.status,
    items: subscription.items.data,
    metadata: subscription.metadata,
    role,
  });
  const user = await auth.getUser(customer.id);
  await auth.setCustomUserClaims(user.uid, { ...user.customClaims, stripeRole: role });
}

register('webhook', async (request, response) => {
  let event;
  try {
    const signature = request.headers['stripe-signature'];
    event = stripe.webhooks.constructEvent(request.rawBody, signature, STRIPE_SECRET);
  } catch (error) {
    response.status(400).send('the signature is not valid');
    return;
  }
  const { id, customer } = event.data.object;
  const found = await firestore.collection('customers').where('stripeId', '==', customer).get();
  if (found.size !== 1) {
    response.status(500).send('the customer is not known');
    return;
  }
  await storeSubscription(found.docs[0], id);
  response.json({ received: true });
});

/** Stores the customers of all test users. */
async function seed(users) {
  const writer = firestore.bulkWriter({ throttling: false });
  for (let i = 0; i < users; i++) {
    writer.set(firestore.doc(`customers/u${i}`), { stripeId: `cus_u${i}` });
  }
  await writer.close();
}

process.stdin.on('end', () => process.exit()).resume(); // exit when the parent process ends
seed(Number(USERS)).then(() => getTestServer('webhook').listen(Number(PORT), '127.0.0.1'));

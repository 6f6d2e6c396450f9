// The peer of the erasure: deletes documents recursively with the client library, as the usual Firebase
// extension does. Arguments: paths of the root documents. Prints the elapsed seconds.
'use strict';

const admin = require('firebase-admin');

async function main(paths) {
  const firestore = admin.initializeApp({ projectId: process.env.GCLOUD_PROJECT }).firestore();
  const start = process.hrtime.bigint();
  await Promise.all(
    paths.map((path) => firestore.recursiveDelete(firestore.doc(path), firestore.bulkWriter())),
  );
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
}

main(process.argv.slice(1)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

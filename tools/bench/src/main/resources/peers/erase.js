// A peer of the erasure: the usual extension deletes a person's documents with the recursive deletion
// of the client library. Takes the documents to begin at; prints the seconds that it took.
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

"use strict";
// Runs the Auth emulator of firebase-tools on its own: without Firebase's command line, a sign-in
// or another emulator. Arguments: project, port, and where to tell of deletions, or nothing.
const { AuthEmulator, SingleProjectMode } = require("firebase-tools/lib/emulator/auth");
const { EmulatorRegistry } = require("firebase-tools/lib/emulator/registry");

const [projectId, port, functions] = process.argv.slice(1);
const singleProjectMode = SingleProjectMode.ERROR;

// our Java process holds the other end, so this ends when it does, however it does
process.stdin.on("end", () => process.exit(0)).resume();

if (functions) {
  // the Auth emulator tells of deletions only where a functions emulator is said to run
  const { hostname, port } = new URL(functions);
  const info = { name: "functions", host: hostname, port: Number(port) };
  EmulatorRegistry.set("functions", { getName: () => info.name, getInfo: () => info });
}

EmulatorRegistry.start(
  new AuthEmulator({ projectId, host: "127.0.0.1", port: Number(port), singleProjectMode }),
).catch((failure) => {
  console.error(failure);
  process.exit(1);
});

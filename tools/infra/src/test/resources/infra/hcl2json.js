// Reads paths of Terraform files from standard input, one per line; prints the parsed files by path, in JSON.
const {readFileSync} = require("fs");
const {parse} = require("@cdktf/hcl2json");

(async () => {
  const parsed = {};
  for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    parsed[path] = await parse(path, readFileSync(path, "utf8"));
  }
  process.stdout.write(JSON.stringify(parsed));
})().catch(failure => {
  process.stderr.write(`${failure.message ?? failure}\n`);
  process.exitCode = 1;
});

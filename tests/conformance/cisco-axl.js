// Calls a node with the package's own client, as it is. Standard input: {host, version, calls: [{username, password, operation, tags}]};
// standard output: a list with {answer} or {fault} for each call.
const AxlService = require("cisco-axl");

async function call(host, version, { username, password, operation, tags }) {
  // What its event handlers throw, because an answer is no envelope, is not handed to whoever called.
  const thrown = new Promise((resolve) => process.once("uncaughtException", (error) => resolve({ fault: `${error}` })));
  const answered = new AxlService(host, username, password, version)
    .executeOperation(operation, tags)
    .then((answer) => ({ answer }))
    .catch((error) => ({ fault: error instanceof Error ? `${error}` : error }));
  const outcome = await Promise.race([thrown, answered]);
  process.removeAllListeners("uncaughtException");
  return outcome;
}

async function main() {
  let input = "";
  for await (const piece of process.stdin) input += piece;
  const { host, version, calls } = JSON.parse(input);
  const outcomes = [];
  for (const each of calls) outcomes.push(await call(host, version, each));
  process.stdout.write(JSON.stringify(outcomes));
}

main();

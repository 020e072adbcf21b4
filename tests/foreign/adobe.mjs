// Calls Adobe's client: adobe.mjs CLIENT BASE_URL, with a JSON list of
// [METHOD, ARGUMENT...] as its standard input. Prints a JSON list of
// {"result": ...} or {"error": TEXT}, each with the client's log.

import { readFileSync } from 'node:fs';

const [client, baseUrl] = process.argv.slice(2);
const { default: AhrefsAPIClient } = await import(client);

async function call([method, ...args]) {
  const log = [];
  const note = (text) => log.push(text);
  const api = AhrefsAPIClient.createFrom({
    env: { AHREFS_API_BASE_URL: `${baseUrl}v3`, AHREFS_API_KEY: 'key' },
    log: { debug: note, info: note, error: note },
  });
  try {
    return { ...await api[method](...args), log };
  } catch (error) {
    return { error: error.message, log };
  }
}

const answers = [];
for (const each of JSON.parse(readFileSync(0))) answers.push(await call(each));
// Connections are kept open, and with them the program.
process.stdout.write(JSON.stringify(answers), () => process.exit(0));

// Gives the example client of the API's error documentation what it takes for granted, and calls it once. It may call itself
// again later: every answer is a line of the output.
// node example-client-runner.mjs <example-client.js> <sessionId> <to> <text>; BASE_URL and API_KEY in the environment
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';

const [example, sessionId, to, text] = process.argv.slice(2);
globalThis.BASE_URL = process.env.BASE_URL;
globalThis.API_KEY = process.env.API_KEY;
runInThisContext(readFileSync(example, 'utf8'));

const send = globalThis.sendWhatsAppMessage;
globalThis.sendWhatsAppMessage = async (...message) => {
  const answer = await send(...message);
  console.log(JSON.stringify(answer));
  return answer;
};

await globalThis.sendWhatsAppMessage(sessionId, to, text);

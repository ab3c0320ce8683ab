// Links a device with the Baileys library, unmodified, against a server on this machine, and logs it in.
//
// Each step is one line on standard output: QR text, CODE text, PAIRED jid, CONNECTED, LOGGED_OUT, FAILED why.
// The line "logout" on standard input ends the link, the end of standard input ends the program.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Browsers, DisconnectReason, initAuthCreds, makeWASocket, WA_CERT_DETAILS } from 'baileys';
import { pino } from 'pino';

const { values: given } = parseArgs({
  options: {
    url: { type: 'string' },
    'root-key': { type: 'string' },
    phone: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
});
Buffer.from(given['root-key'], 'hex').copy(WA_CERT_DETAILS.PUBLIC_KEY);

const kept = new Map();
const creds = initAuthCreds();
const auth = {
  creds,
  keys: {
    get: async (type, ids) =>
      Object.fromEntries(ids.filter((id) => kept.has(type + id)).map((id) => [id, kept.get(type + id)])),
    set: async (data) => {
      for (const [type, entries] of Object.entries(data)) {
        for (const [id, value] of Object.entries(entries)) {
          value ? kept.set(type + id, value) : kept.delete(type + id);
        }
      }
    },
  },
};

const say = (...words) => console.log(words.join(' '));
let socket;
let asked = false;

function connect() {
  socket = makeWASocket({
    auth,
    waWebSocketUrl: given.url,
    browser: Browsers.macOS('Chrome'),
    logger: given.verbose ? pino({ level: 'trace' }, pino.destination(2)) : pino({ level: 'silent' }),
  });
  socket.ev.on('creds.update', (update) => Object.assign(creds, update));
  socket.ev.on('connection.update', (update) => onUpdate(update).catch((problem) => say('FAILED', problem)));
}

async function onUpdate({ qr, isNewLogin, connection, lastDisconnect }) {
  if (qr && !given.phone) {
    say('QR', qr);
  } else if (qr && !asked) {
    asked = true;
    say('CODE', await socket.requestPairingCode(given.phone));
  }
  if (isNewLogin) {
    say('PAIRED', creds.me.id);
  }
  if (connection === 'open') {
    say('CONNECTED');
  }
  if (connection === 'close') {
    const status = lastDisconnect?.error?.output?.statusCode;
    if (status === DisconnectReason.restartRequired) {
      connect();
    } else if (status === DisconnectReason.loggedOut) {
      say('LOGGED_OUT');
    } else {
      say('FAILED', status, lastDisconnect?.error);
    }
  }
}

connect();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => line === 'logout' && socket.logout());
lines.on('close', () => process.exit(0));

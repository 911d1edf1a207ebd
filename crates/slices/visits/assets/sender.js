// Sending what waits. A record is sent under the name that the device gave it until the server has said what became of
// it: whatever breaks in between, it is received once.

import { bring } from "./exchange.js";
import { write } from "./shelf.js";

/** How many are sent at a time. */
const BATCH = 20;

/** Tells whether the server still has something to say about a record. */
export const isOpen = ({ state }) => state === "waiting" || state === "waits";

/** Notes what the server said about a record. */
export function heard(record, answer) {
  if (answer.state === "later") return { ...record, words: answer.words };
  const { state, words, path } = answer;
  return { ...record, state, words, path, asked: state === "refused" ? false : record.asked };
}

/** What is stored of a record: without what was opened for the page. */
export const stored = ({ content, ...row }) => row;

/** Sends everything that is open, once for the whole device however many tabs are. Throws what the exchange throws. */
export async function sendAll(session) {
  const work = async (lock) => {
    if (!lock) return;
    const open = session.records.filter(isOpen);
    for (let at = 0; at < open.length; at += BATCH) await sendSome(session, open.slice(at, at + BATCH));
  };
  if (navigator.locks) return navigator.locks.request("leye-visits-send", { ifAvailable: true }, work);
  return work(true);
}

async function sendSome(session, records) {
  const asked = records.filter((record) => !record.asked);
  for (const record of asked) record.asked = true;
  // From here on a record may have been received: it is not changed any more, even if no answer comes.
  await keep(asked);
  const answers = await bring(
    session.vault.staff,
    records.map(({ content }) => content.incoming),
  );
  const changed = [];
  for (const answer of answers) {
    const record = records.find(({ id }) => id === answer.id);
    if (!record) continue;
    Object.assign(record, heard(record, answer));
    changed.push(record);
  }
  await keep(changed);
}

/** Stores how records stand. Where there is no room the server will say it again. */
async function keep(records) {
  if (records.length === 0) return;
  await write(records.map((record) => ({ store: "records", put: stored(record) }))).catch(() => {});
}

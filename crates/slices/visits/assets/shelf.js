// What lies on the device: vaults, lists, records, drafts. Everything personal comes here encrypted; in the clear stand
// only whose it is, where it stands, and how much there is.

const NAME = "leye-visits";
const STORES = { vaults: "staff", packs: "staff", records: "id", drafts: "place", spare: "place" };
/** How much is held free, so that the last record still fits when the device is full. */
const SPARE = 512 * 1024;

/** The device has no room left. Nothing was stored. */
export class Full extends Error {}

let opening;

/** Opens the shelf. */
function open() {
  opening ??= new Promise((found, refuse) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) request.result.createObjectStore(store, { keyPath });
    };
    request.onsuccess = () => {
      // Another tab with a newer page must be able to go on.
      request.result.onversionchange = () => request.result.close();
      found(request.result);
    };
    request.onerror = () => refuse(request.error);
  });
  return opening;
}

const isFull = (error) => error?.name === "QuotaExceededError";

/** Carries out some changes together or not at all; they are on the disk when this comes back. */
async function commit(changes) {
  const shelf = await open();
  const stores = [...new Set(changes.map(({ store }) => store))];
  const transaction = shelf.transaction(stores, "readwrite", { durability: "strict" });
  const ended = new Promise((done, refuse) => {
    const fail = () => refuse(isFull(transaction.error) ? new Full() : (transaction.error ?? new Error("aborted")));
    transaction.oncomplete = () => done();
    transaction.onabort = fail;
    transaction.onerror = fail;
  });
  try {
    for (const { store, put, remove } of changes) {
      if (put) transaction.objectStore(store).put(put);
      else transaction.objectStore(store).delete(remove);
    }
  } catch (error) {
    ended.catch(() => {});
    transaction.abort();
    throw isFull(error) ? new Full() : error;
  }
  return ended;
}

/** Stores. Where the device is full, what was held free is given up for it. Tells whether it has become tight. */
export async function write(changes) {
  try {
    await commit(changes);
    return { isTight: false };
  } catch (error) {
    if (!(error instanceof Full) || !(await giveUpSpare())) throw error;
    await commit(changes);
    return { isTight: true };
  }
}

/** Gives everything of a kind, or what belongs to one member of staff. */
export async function all(store, staff) {
  const shelf = await open();
  const rows = await answer(shelf.transaction(store).objectStore(store).getAll());
  return staff === undefined ? rows : rows.filter((row) => row.staff === staff);
}

/** Gives one thing. */
export async function get(store, key) {
  const shelf = await open();
  return answer(shelf.transaction(store).objectStore(store).get(key));
}

const answer = (request) =>
  new Promise((found, refuse) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => refuse(request.error);
  });

/** Gives up what was held free; tells whether there was anything. */
async function giveUpSpare() {
  if (!(await get("spare", "spare").catch(() => undefined))) return false;
  await commit([{ store: "spare", remove: "spare" }]);
  return true;
}

/**
 * Makes sure that a record will fit before anybody types one; tells whether it will. The bytes are random, since what
 * repeats would be stored in less room than a record needs.
 */
export async function hasRoom() {
  if (await get("spare", "spare")) return true;
  const bytes = new Uint8Array(SPARE);
  for (let at = 0; at < SPARE; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  try {
    await commit([{ store: "spare", put: { place: "spare", bytes } }]);
    return true;
  } catch (error) {
    if (error instanceof Full) return false;
    throw error;
  }
}

/** Forgets lists whose time is over, and what was received long since; never what still has to be sent. */
export async function forgetOld(now = Date.now()) {
  const packs = await all("packs");
  for (const { staff } of packs.filter((pack) => pack.until <= now)) await forgetList(staff);
}

/** Forgets a list and what was sent of it. What was not sent, and what waits for a decision, stays. */
export async function forgetList(staff) {
  const records = await all("records", staff);
  const over = records.filter(({ state }) => state === "stored" || state === "aside");
  await commit([
    { store: "packs", remove: staff },
    ...over.map(({ id }) => ({ store: "records", remove: id })),
  ]);
}

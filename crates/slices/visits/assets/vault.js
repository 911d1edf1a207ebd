// Locking what lies on the device. A random key encrypts everything; it is itself encrypted twice: under the passcode
// that its owner chose, and under a second key that only the server can give, to the same owner, once they have signed
// in. So a passcode can be spoilt by too many wrong guesses, or forgotten, and nothing is lost.

/** How often the passcode is digested: a guess costs whoever finds the phone as long as its owner. */
const ROUNDS = 600_000;
/** How many wrong passcodes are free, and after how many the passcode is spoilt. */
const FREE = 3;
const MOST = 10;
export const SHORTEST = 8;

/** Says what a passcode lacks; nothing where it will do. Digits alone are guessed too soon. */
export function lacking(passcode) {
  const long = [...passcode].length;
  if (long < SHORTEST) return `口令至少要 ${SHORTEST} 位，现在是 ${long} 位。`;
  if (!/\p{L}/u.test(passcode)) return "口令里只有数字或符号，请至少加一个字母。";
  if (!/\p{Nd}/u.test(passcode)) return "口令里没有数字，请至少加一个数字。";
  return "";
}

/** The passcode was wrong; how many guesses are left. */
export class WrongPasscode extends Error {
  constructor(left) {
    super("wrong passcode");
    this.left = left;
  }
}

/** No guess is taken until then. */
export class Waiting extends Error {
  constructor(until) {
    super("too many guesses");
    this.until = until;
  }
}

/** The passcode opens nothing any more; only signing in does. */
export class Spoilt extends Error {}

const bytes = (text) => new TextEncoder().encode(text);
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const usable = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

async function fromPasscode(passcode, salt, rounds) {
  const secret = await crypto.subtle.importKey("raw", bytes(passcode.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const fromRescue = (digits) => usable(Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16)));

async function encrypt(key, place, clear) {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: bytes(place) };
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt(how, key, clear)) };
}

const decrypt = (key, place, { iv, sealed }) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(place) }, key, sealed);

/** Encrypts a value for its place: it opens nowhere else. */
export const seal = (key, place, value) => encrypt(key, place, bytes(JSON.stringify(value)));

/** Opens what was encrypted for the place. */
export async function unseal(key, place, sealed) {
  return JSON.parse(new TextDecoder().decode(await decrypt(key, place, sealed)));
}

async function locked(vault, raw, passcode, rescue) {
  const salt = random(16);
  const own = await fromPasscode(passcode, salt, ROUNDS);
  return {
    ...vault,
    salt,
    rounds: ROUNDS,
    tries: 0,
    waitUntil: 0,
    byPasscode: await encrypt(own, `passcode ${vault.staff}`, raw),
    byRescue: await encrypt(await fromRescue(rescue), `rescue ${vault.staff}`, raw),
  };
}

/** Makes a vault for somebody. Gives what is stored of it, and the key. */
export async function makeVault({ staff, name, vault, codes }, passcode, rescue) {
  const raw = random(32);
  return { vault: await locked({ staff, name, vault, codes }, raw, passcode, rescue), key: await usable(raw) };
}

/** Tries a passcode. `note` stores the vault before each guess, so that a reload takes none back. */
export async function unlock(vault, passcode, note, now = Date.now()) {
  if (!vault.byPasscode) throw new Spoilt();
  if (now < vault.waitUntil) throw new Waiting(vault.waitUntil);
  const tries = vault.tries + 1;
  const waitUntil = tries > FREE ? now + 5_000 * 2 ** (tries - FREE) : 0;
  await note({ ...vault, tries, waitUntil });
  const own = await fromPasscode(passcode, vault.salt, vault.rounds);
  try {
    const key = await usable(await decrypt(own, `passcode ${vault.staff}`, vault.byPasscode));
    const opened = { ...vault, tries: 0, waitUntil: 0 };
    await note(opened);
    return { vault: opened, key };
  } catch {
    if (tries < MOST) throw new WrongPasscode(MOST - tries);
    await note({ ...vault, tries, waitUntil: 0, byPasscode: undefined });
    throw new Spoilt();
  }
}

/** Opens a vault with the key that the server gave, and locks it with a new passcode. */
export async function reopen(vault, rescue, passcode) {
  const raw = new Uint8Array(await decrypt(await fromRescue(rescue), `rescue ${vault.staff}`, vault.byRescue));
  return { vault: await locked(vault, raw, passcode, rescue), key: await usable(raw) };
}

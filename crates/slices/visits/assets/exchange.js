// Talking to the server. Each way in which it can fail has a name, since each means something else for what waits.

/** Nobody answered: no network, or it broke off. */
export class Away extends Error {}
/** The session is over. */
export class SignedOut extends Error {}
/** Somebody else is signed in. */
export class Another extends Error {}
/** The server refused or failed. */
export class Trouble extends Error {}

/** How long an answer may take on a weak network. */
const LONGEST = 45_000;

async function ask(path, content) {
  let response;
  let text;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
      // A session that is over answers with the way to the sign-in page.
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST),
    });
    text = await response.text();
  } catch {
    throw new Away();
  }
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = undefined;
  }
  if (answer?.another) throw new Another(answer.words);
  if (response.status === 403) throw new Trouble("您的账号现在无权办理，请联系本机构负责人；记录仍在手机上");
  if (!response.ok || !answer) {
    throw new Trouble(`服务器没有办成（${response.status}），记录仍在手机上，稍后再试`);
  }
  return answer;
}

/** Asks for the day's list. `staff` is whose vault it is, blank for a new one. */
export const takeAlong = (staff, vault, scope) => ask("/visits/pack", { staff, vault, scope });

/** Brings records; gives what became of each. */
export const bring = async (staff, records) => (await ask("/visits/records", { staff, records })).answers;

/** Asks for the second key to a vault. */
export const rescueKey = async (staff, vault) => (await ask("/visits/rescue", { staff, vault })).rescue;

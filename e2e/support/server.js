// The demonstration district, served by the executable under test.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const BINARY = process.env.LEYE ?? fileURLToPath(new URL("../../target/debug/leye", import.meta.url));
const LONGEST_START = 120_000;
const LONGEST_END = 15_000;

/** Starts `leye demo` on a port of the system's choice and waits until it serves. */
export async function startLeye({ persons = 300 } = {}) {
  const asked = ["demo", "--persons", String(persons), "--listen", "127.0.0.1:0"];
  if (process.env.LEYE_DATABASE) asked.push("--database", process.env.LEYE_DATABASE);
  return start(asked);
}

/** Starts `leye serve` over an empty database in a folder, as a city does on its first day; gives the first accounts too. */
export async function startCity(folder) {
  const asked = ["serve", "--database", `${folder}/data/leye.sqlite`, "--keys", `${folder}/keys/leye.keys`];
  const city = await start([...asked, "--listen", "127.0.0.1:0", "--without-tls"]);
  const told = [...city.written().matchAll(/用户名 (\S+)\s+密码 (\S+)/gu)];
  return { ...city, accounts: new Map(told.map(([, userName, password]) => [userName, password])) };
}

async function start(asked) {
  const process_ = spawn(BINARY, asked, { stdio: ["ignore", "pipe", "pipe"] });
  const failed = new Promise((_, refuse) => process_.on("error", refuse));
  let said = "";
  let log = "";
  process_.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  const address = new Promise((found) => {
    process_.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      const named = /http:\/\/[^\s/]+/.exec(said);
      if (named) found(named[0]);
    });
  });
  const ended = once(process_, "exit").then(([status]) => {
    throw new Error(`leye ended with ${status} before it served:\n${said}\n${log}`);
  });
  ended.catch(() => {});
  const origin = await Promise.race([address, ended, failed, later(LONGEST_START, "leye gave no address")]);
  await Promise.race([untilServed(origin), ended]);
  return {
    origin,
    /** What it wrote for whoever runs it. */
    written: () => `${said}\n${log}`,
    /** Asks it to end, and gives the exit status. */
    async stop() {
      if (process_.exitCode !== null) return process_.exitCode;
      process_.kill("SIGTERM");
      const timer = setTimeout(() => process_.kill("SIGKILL"), LONGEST_END);
      const [status] = await once(process_, "exit");
      clearTimeout(timer);
      return status;
    },
  };
}

async function untilServed(origin) {
  for (;;) {
    const answer = await fetch(`${origin}/sign-in`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((go) => setTimeout(go, 50));
  }
}

const later = (milliseconds, words) =>
  new Promise((_, refuse) => setTimeout(() => refuse(new Error(words)), milliseconds).unref());

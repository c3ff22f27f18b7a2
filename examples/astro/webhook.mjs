/**
 * Builds this front end anew when the site says that something changed (docs/webhooks.md). No dependency.
 *
 * A page that is not public any more loses its file at once; then everything is built into another folder, which takes
 * the place of the last one when it is whole. A build that began before such a message is thrown away. What fails is
 * tried again until it succeeds.
 */
import { spawn } from "node:child_process";
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { readFile, rename, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const {
  WEBHOOK_SECRET = "",
  HOST = "127.0.0.1",
  PORT = "4322",
  DIST = "dist", // Where the pages are, in this folder.
  PAUSE = "2000", // Milliseconds in which more messages are waited for, before a build that is not urgent.
} = process.env;
const HERE = fileURLToPath(new URL(".", import.meta.url));
const ASTRO = join(HERE, "node_modules", "astro", "astro.js");
const TOLERANCE = 5 * 60; // Seconds: an older message is somebody's copy.
const LONGEST = 64 * 1024;
const AGAIN_AFTER = 10_000;
const GONE = new Set(["taken_down", "unpublished"]);

if (!/^whsec_.{16,}/.test(WEBHOOK_SECRET)) {
  console.error("Set WEBHOOK_SECRET to the secret that the site showed (whsec_…).");
  process.exit(1);
}
if (basename(DIST) !== DIST || DIST.startsWith(".")) {
  console.error("DIST is the name of a folder in this one.");
  process.exit(1);
}
const key = Buffer.from(WEBHOOK_SECRET.slice("whsec_".length), "base64");

/** Whether the site signed this, and lately (standardwebhooks.com). */
function isSigned(headers, body) {
  const { "webhook-id": id = "", "webhook-timestamp": timestamp = "", "webhook-signature": signatures = "" } = headers;
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE) return false;
  const right = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(" ").some((each) => {
    const [version, text = ""] = each.split(",");
    const given = Buffer.from(text, "base64");
    return version === "v1" && given.length === right.length && timingSafeEqual(given, right);
  });
}

let wanted = 0; // Counts what was asked for; a build answers for all that came before it began.
let built = 0;
let child;
let isRunning = false;
let isStale = false; // Whether something went since the build began.

/** Build until everything that was asked for is built. */
async function run() {
  if (isRunning) return;
  isRunning = true;
  while (built < wanted) {
    const now = wanted;
    if (await build()) built = now;
    else if (now === wanted) await wait(AGAIN_AFTER);
  }
  isRunning = false;
}

async function build() {
  isStale = false;
  const next = `${DIST}.next`;
  const last = `${DIST}.last`;
  await rm(join(HERE, next), { recursive: true, force: true });
  const environment = { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" };
  child = spawn(process.execPath, [ASTRO, "build", "--outDir", next], { cwd: HERE, env: environment, stdio: "inherit" });
  const [code] = await once(child, "exit");
  child = undefined;
  if (code !== 0 || isStale) return false;
  await rm(join(HERE, last), { recursive: true, force: true });
  await rename(join(HERE, DIST), join(HERE, last)).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(join(HERE, next), join(HERE, DIST));
  await rm(join(HERE, last), { recursive: true, force: true });
  console.log(`Built ${DIST}`);
  return true;
}

/** Remove the file of a page that went; its cards go with the build. */
async function remove(id) {
  const pages = JSON.parse(await readFile(join(HERE, DIST, "client", "pages.json"), "utf8").catch(() => "[]"));
  const page = pages.find((each) => each.id === id);
  if (page) await rm(join(HERE, DIST, "client", page.url, "index.html"), { force: true });
}

/** Build because of a message; a page that went is gone when this returns, everything else soon after. */
async function take(message) {
  if (message.type === "test") return;
  const mine = (wanted += 1);
  if (GONE.has(message.type)) {
    isStale = true;
    child?.kill();
    await remove(message.data.id);
    run().catch(fail);
  } else {
    wait(Number(PAUSE))
      .then(() => mine === wanted && run()) // A later message builds for both.
      .catch(fail);
  }
}

async function answer(request) {
  if (request.method !== "POST") return 405;
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > LONGEST) return 413;
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body)) return 401;
  await take(JSON.parse(body)); // The same message twice is another build, and does no harm.
  return 204;
}

function fail(error) {
  console.error(error);
  process.exit(1); // Whoever runs this starts it again, and it begins by building.
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    child?.kill();
    process.exit(0);
  });
}

wanted += 1;
await run();
createServer((request, response) => {
  answer(request)
    .catch((error) => {
      console.error(error);
      return 500; // The site sends it again.
    })
    .then((status) => response.writeHead(status, { Connection: "close" }).end());
}).listen(Number(PORT), HOST, () => console.log(`Listening on http://${HOST}:${PORT}/`));

/** The client against a site that is played: what it asks, what it keeps, what it forgets. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryCache, NorthStar, NorthStarError } from "../dist/index.js";

function play(...answers) {
  const asked = [];
  const fetch = async (url, { headers }) => {
    asked.push({ url, headers });
    const { status = 200, body = null, etag } = answers.shift();
    const text = status === 304 ? null : JSON.stringify(body);
    return new Response(text, { status, headers: etag ? { ETag: etag } : {} });
  };
  return { asked, fetch };
}

test("a list of names goes into one parameter, and what is not given into none", async () => {
  const { asked, fetch } = play({ body: { items: [], meta: {} } });
  await new NorthStar("https://example.org", { fetch }).pages({
    type: "campaign_story",
    include: ["partners", "related.partners"],
    locale: undefined,
  });
  assert.equal(
    asked[0].url,
    "https://example.org/api/v1/pages/?type=campaign_story&include=partners%2Crelated.partners",
  );
});

test("every page follows the cursors to the end", async () => {
  const { asked, fetch } = play(
    { body: { items: [{ id: 1 }, { id: 2 }], meta: { next_cursor: "more" } } },
    { body: { items: [{ id: 3 }], meta: { next_cursor: null } } },
  );
  const ids = [];
  for await (const page of new NorthStar("https://example.org", { fetch }).everyPage({ type: "partner" })) {
    ids.push(page.id);
  }
  assert.deepEqual(ids, [1, 2, 3]);
  assert.ok(asked[1].url.endsWith("type=partner&cursor=more"));
});

test("what is kept is asked for by its tag, and given again when nothing changed", async () => {
  const { asked, fetch } = play({ body: { id: 7 }, etag: '"a"' }, { status: 304 });
  const site = new NorthStar("https://example.org", { fetch, cache: new MemoryCache() });
  assert.deepEqual(await site.page(7), await site.page(7));
  assert.equal(asked[0].headers["If-None-Match"], undefined);
  assert.equal(asked[1].headers["If-None-Match"], '"a"');
});

test("a draft is asked for by its token, which is one part of the address, and is not kept", async () => {
  const { asked, fetch } = play({ body: { id: 7 } });
  const cache = new MemoryCache();
  await new NorthStar("https://example.org", { fetch, cache }).preview("a.b/../c");
  assert.equal(asked[0].url, "https://example.org/api/v1/preview/a.b%2F..%2Fc/");
  assert.equal(cache.get(asked[0].url), undefined);
});

test("what was taken down is forgotten", async () => {
  const problem = { detail: "This page was taken down.", status: 410, title: "Gone", errors: [] };
  const { fetch } = play({ body: { id: 7 }, etag: '"a"' }, { status: 410, body: problem });
  const cache = new MemoryCache();
  const site = new NorthStar("https://example.org", { fetch, cache });
  await site.page(7);
  await assert.rejects(site.page(7), (error) => error instanceof NorthStarError && error.isGone);
  assert.equal(cache.get("https://example.org/api/v1/pages/7/"), undefined);
});

test("what is not JSON is an error with its status", async () => {
  const fetch = async () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  await assert.rejects(new NorthStar("https://example.org", { fetch }).find("/en/"), { status: 502 });
});

test("a cache in memory lets go of what was not used for longest", () => {
  const cache = new MemoryCache(2);
  for (const name of ["a", "b"]) cache.set(name, { etag: name, body: name });
  cache.get("a");
  cache.set("c", { etag: "c", body: "c" });
  assert.equal(cache.get("b"), undefined);
  assert.equal(cache.get("a").body, "a");
});

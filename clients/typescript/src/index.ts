/**
 * Reads the JSON API of a North Star site with `fetch`, in a browser, in Node or at the edge.
 *
 * Every type here comes from openapi.json (`npm run generate`), so what the API does not have does not compile.
 */
import type { components, operations, paths } from "./schema.js";

export type { components, operations, paths };

type Schemas = components["schemas"];
/** A public page of any type; its `type` tells which. */
export type Page = Schemas["Page"];
/** The name of a type of page, such as "campaign_story". */
export type PageType = Page["type"];
/** A page of one type. */
export type PageOf<T extends PageType> = Extract<Page, { type: T }>;
/** A page of which only some fields were asked for. */
export type SelectedPage = Schemas["SelectedPage"];
export type Card = Schemas["Card"];
export type Problem = Schemas["Problem"];

/** The paths of the API that answer with JSON. */
export type Path = {
  [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: infer C } } } }
    ? "text/csv" extends keyof C
      ? never
      : P
    : never;
}[keyof paths];

type Operation<P extends Path> = paths[P] extends { get: infer O } ? O : never;
type Parameters_<P extends Path> = Operation<P> extends { parameters: infer R } ? R : never;
/** What may be asked of a path, such as `{ locale: "es", limit: 5 }`. */
export type Query<P extends Path> = NonNullable<Parameters_<P> extends { query?: infer Q } ? Q : never>;
type PathParameters<P extends Path> = Parameters_<P> extends { path: infer R } ? R : undefined;
/** What a path answers. */
export type Answer<P extends Path> = Operation<P> extends { responses: { 200: { content: infer C } } }
  ? C[keyof C]
  : never;

type ListQuery = Query<"/api/v1/pages/">;
type WholeList = Omit<Schemas["PageList"], "items"> & { items: Page[] };
type OnePageQuery = Omit<Query<"/api/v1/pages/{page_id}/">, "fields" | "include">;

/** An answer that was kept, with the tag that asks whether it is still right. */
export interface Kept {
  etag: string;
  body: unknown;
}

/** Where answers are kept. Nothing in it is ever used without asking the site again. */
export interface Cache {
  get(url: string): Kept | undefined | Promise<Kept | undefined>;
  set(url: string, kept: Kept): void | Promise<void>;
  delete(url: string): void | Promise<unknown>;
}

/** A cache in memory that holds the answers that were used last. */
export class MemoryCache implements Cache {
  readonly #kept = new Map<string, Kept>();

  constructor(readonly size = 500) {}

  get(url: string): Kept | undefined {
    const kept = this.#kept.get(url);
    if (kept) {
      this.#kept.delete(url);
      this.#kept.set(url, kept);
    }
    return kept;
  }

  set(url: string, kept: Kept): void {
    this.#kept.delete(url);
    this.#kept.set(url, kept);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.size && !oldest.done) this.#kept.delete(oldest.value);
  }

  delete(url: string): void {
    this.#kept.delete(url);
  }
}

/** What the site refused, in its words. */
export class NorthStarError extends Error {
  override readonly name = "NorthStarError";

  constructor(
    readonly url: string,
    readonly status: number,
    readonly problem: Problem | undefined,
  ) {
    super(`${status} ${problem?.detail ?? "no answer of the API"} (${url})`);
  }

  /** There is nothing public there: show a 404. */
  get isMissing(): boolean {
    return this.status === 404;
  }

  /** It was taken down, perhaps for somebody's safety: delete every copy, show a 410. */
  get isGone(): boolean {
    return this.status === 410;
  }
}

export interface Options {
  /** Keep answers and ask for them by ETag. Without one, each answer is fetched whole. */
  cache?: Cache;
  /** In place of the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** Sent with every request. */
  headers?: Record<string, string>;
}

export class NorthStar {
  readonly #site: string;
  readonly #options: Options;

  /** `site` is where the site is, such as "https://example.org". */
  constructor(site: string, options: Options = {}) {
    this.#site = site;
    this.#options = options;
  }

  /** The answer of any path of the API that answers with JSON. Throws NorthStarError. */
  async get<P extends Path>(
    path: P,
    query?: Query<P>,
    ...[parts]: PathParameters<P> extends undefined ? [] : [parts: PathParameters<P>]
  ): Promise<Answer<P>> {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String((parts as Record<string, unknown>)[name])),
    );
    return (await this.#fetch(this.#address(filled, query))) as Answer<P>;
  }

  /** A window on whole pages. */
  async pages(query: Omit<ListQuery, "fields"> = {}): Promise<WholeList> {
    return (await this.get("/api/v1/pages/", query)) as WholeList;
  }

  /** Every page that answers the question, however many: it follows the cursors. */
  async *everyPage<T extends PageType>(
    query: Omit<ListQuery, "fields" | "cursor" | "offset" | "type"> & { type?: T } = {},
  ): AsyncGenerator<PageOf<T>, void, undefined> {
    let cursor: string | null = null;
    do {
      const at: { cursor?: string } = cursor === null ? {} : { cursor };
      const answer: WholeList = await this.pages({ limit: 100, ...query, ...at });
      yield* answer.items as PageOf<T>[];
      cursor = answer.meta.next_cursor;
    } while (cursor !== null);
  }

  /** A page by its id; with `locale`, its translation. */
  async page(id: number, query: OnePageQuery = {}): Promise<Page> {
    return (await this.get("/api/v1/pages/{page_id}/", query, { page_id: id })) as Page;
  }

  /** The page at an address of the site, such as "/es/about/", or the one that moved from there. */
  async find(path: string, fallback?: ListQuery["fallback"]): Promise<Page> {
    const query = fallback === undefined ? { path } : { path, fallback };
    return (await this.get("/api/v1/pages/find/", query)) as Page;
  }

  /** A page in a language, by the key that all its languages share. */
  async byKey(
    translationKey: string,
    locale: NonNullable<ListQuery["locale"]>,
    fallback?: ListQuery["fallback"],
  ): Promise<Page> {
    const query = fallback === undefined ? { locale } : { locale, fallback };
    return (await this.get("/api/v1/pages/by-key/{translation_key}/", query, {
      translation_key: translationKey,
    })) as Page;
  }

  /** A draft, for whoever has the token of a link to it. No cache keeps it. */
  async preview(token: string): Promise<Page> {
    return (await this.get("/api/v1/preview/{token}/", undefined, { token })) as Page;
  }

  /** An address of an answer ("/es/about/", a picture, a file) as other sites need it. */
  absolute(url: string): string {
    return new URL(url, this.#site).href;
  }

  #address(path: string, query: object | undefined): string {
    const address = new URL(path, this.#site);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined && value !== null) {
        address.searchParams.set(name, Array.isArray(value) ? value.join(",") : String(value));
      }
    }
    return address.href;
  }

  async #fetch(url: string): Promise<unknown> {
    const { cache, headers, fetch = globalThis.fetch } = this.#options;
    const kept = await cache?.get(url);
    const asking = { ...headers, ...(kept ? { "If-None-Match": kept.etag } : {}) };
    // The site says what may be kept; a copy that a browser keeps by itself would not be asked for again.
    const response = await fetch(url, { headers: asking, ...(cache ? { cache: "no-store" as const } : {}) });
    if (response.status === 304 && kept) return kept.body;
    if (!response.ok) {
      await cache?.delete(url);
      const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
      throw new NorthStarError(url, response.status, problem);
    }
    const body: unknown = await response.json();
    const etag = response.headers.get("ETag");
    if (etag) await cache?.set(url, { etag, body });
    return body;
  }
}

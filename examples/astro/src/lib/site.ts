/** The site that this front end shows, asked by the generated client, and all that a build shows of it. */
import { NorthStar, type Answer, type Card, type Page } from "north-star-client";

export type { Card, Page };
export type Block = Extract<Page, { type: "about" }>["body"][number];
export type BlockOf<T extends Block["type"]> = Extract<Block, { type: T }>;
export type Navigation = Answer<"/api/v1/navigation/">;
export type Locale = Answer<"/api/v1/locales/">["items"][number];

/** Where the site is. */
export const SITE = process.env["NORTH_STAR"] ?? "http://127.0.0.1:8000";
/** The languages that this front end has words for (lib/words.ts). The site may have more. */
export const LANGUAGES = ["en", "es", "ar"] as const;
export type Lang = (typeof LANGUAGES)[number];

export const site = new NorthStar(SITE);

const kept = new Map<string, Promise<unknown>>();
let isBuild = false;

/** Ask each question once from now on: a build shows one moment. A server never calls this, and asks each time. */
export function keepAnswers(): void {
  isBuild = !import.meta.env.DEV;
}

/** The answer to a question, by a name of ours for it. */
export function once<T>(question: string, ask: () => Promise<T>): Promise<T> {
  if (!isBuild) return ask();
  if (!kept.has(question)) kept.set(question, ask());
  return kept.get(question) as Promise<T>;
}

export const isOurs = (code: string): code is Lang => (LANGUAGES as readonly string[]).includes(code);

/** Our languages in which the site is public, in the site's order. */
export async function locales(): Promise<Locale[]> {
  const { items } = await once("locales", () => site.get("/api/v1/locales/"));
  return items.filter((locale) => locale.is_public && isOurs(locale.code));
}

/** What the site is called, and which language it is written in. */
export const about = () => once("site", () => site.get("/api/v1/site/"));

export const navigation = (lang: string): Promise<Navigation> =>
  once(`navigation ${lang}`, () => site.get("/api/v1/navigation/", { locale: lang as Lang }));

/** What stands below a page: where it is not translated yet, in the site's first language. */
export async function below(page: Page): Promise<Page[]> {
  const { source } = await about();
  return await all(site.everyPage({ child_of: page.id, locale: page.lang as Lang, fallback: source as Lang }));
}

/** Every page of our languages. */
export const everything = (): Promise<Page[]> =>
  once("everything", async () => {
    const each = (await locales()).map(({ code }) => all(site.everyPage({ locale: code as Lang })));
    return (await Promise.all(each)).flat();
  });

async function all(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

/** Addresses in an answer belong to the site. What this front end has, it gives itself; the rest leads to the site. */
import { SITE, everything, isOurs, once, type BlockOf, type Page } from "./site";

export interface Addresses {
  /** An address as this page has to write it. */
  url(address: string): string;
  /** HTML of the site, with its addresses as this page has to write them. */
  html(html: string): string;
}

const IN_HTML = /\b(href|src)="(\/[^"]*)"/g;

function addresses(isHere: (path: string) => boolean): Addresses {
  const url = (address: string): string =>
    !address.startsWith("/") || isHere(address.split("#")[0]!) ? address : new URL(address, SITE).href;
  return { url, html: (html) => html.replace(IN_HTML, (_, name, address) => `${name}="${url(address)}"`) };
}

/** Of a page that is built: with it are all others, and what they show. */
export const ofBuild = (): Promise<Addresses> =>
  once("addresses", async () => {
    const pages = await everything();
    const here = new Set([...pages.map((page) => page.url), ...shownBy(pages)]);
    return addresses((path) => here.has(path));
  });

/** Of a draft: its pictures are with the site alone, and so is whatever was published since the last build. */
export function ofPreview(): Addresses {
  return addresses((path) => path.endsWith("/") && isOurs(path.split("/")[1]!));
}

/**
 * The pictures, videos and captions in pages, as the site addresses them: what a browser loads by itself. Files to take
 * away are not among them: the site gives those, as what they are, for as long as a public page offers them.
 */
export function shownBy(pages: Page[]): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (!value || typeof value !== "object") return;
    if ("sources" in value) for (const { url } of value.sources as { url: string }[]) found.add(url);
    if ("type" in value && value.type === "video") {
      const { file, captions } = value as BlockOf<"video">;
      for (const each of [file, captions]) if (each) found.add(each.url);
    }
    Object.values(value).forEach(look);
  };
  look(pages);
  return [...found];
}

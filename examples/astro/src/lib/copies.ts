/** Copies of the site's pictures and videos, so that a reader's browser asks nobody but this front end. */
import type { APIRoute, GetStaticPaths } from "astro";

import { shownBy } from "./addresses";
import { SITE, everything, keepAnswers } from "./site";

export const pathsBelow =
  (folder: string): GetStaticPaths =>
  async () => {
    keepAnswers();
    return shownBy(await everything())
      .filter((url) => url.startsWith(folder))
      .map((url) => ({ params: { path: decodeURI(url.slice(folder.length)) }, props: { url } }));
  };

export const copy: APIRoute = async ({ props }) => {
  const address = new URL(props["url"], SITE);
  const answer = await fetch(address);
  // It went while the pages were built: they are not what the site says any more. Build again.
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return new Response(await answer.arrayBuffer());
};

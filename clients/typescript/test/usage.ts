/** What must compile, and what must not: it is never run. */
import { NorthStar, type Page } from "../src/index.js";

const site = new NorthStar("https://example.org");

export async function use(page: Page): Promise<string> {
  if (page.type === "campaign_story") return page.place + page.partners.map((card) => card.title) + page.toolkit_url;
  for await (const partner of site.everyPage({ type: "partner", locale: "es", fallback: "en" })) partner.website.trim();
  const navigation = await site.get("/api/v1/navigation/", { locale: "es" });
  const image = await site.get("/api/v1/images/{image_id}/", undefined, { image_id: 3 });
  // @ts-expect-error There is no such type of page.
  await site.pages({ type: "nothing" });
  // @ts-expect-error There is no such language.
  await site.get("/api/v1/navigation/", { locale: "xx" });
  // @ts-expect-error Which picture?
  await site.get("/api/v1/images/{image_id}/");
  // @ts-expect-error There is nothing at this address.
  await site.get("/api/v1/nothing/");
  // @ts-expect-error Only some pages have a place.
  return `${page.place} ${navigation.menu[0]?.title} ${image.renditions[0]?.size} ${page.translation.status}`;
}

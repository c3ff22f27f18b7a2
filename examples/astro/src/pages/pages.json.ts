/** What this build holds: by it webhook.mjs finds the file of a page that went. */
import { everything } from "../lib/site";

export const GET = async () => Response.json((await everything()).map(({ id, url }) => ({ id, url })));

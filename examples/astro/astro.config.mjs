import node from "@astrojs/node";
import { defineConfig, passthroughImageService } from "astro/config";

export default defineConfig({
  // Every page is a file. The server that comes with it only shows previews, and serves the files if you like.
  output: "static",
  adapter: node({ mode: "standalone" }),
  // Where this front end will be, for links between languages: SITE_URL=https://front.example.org
  site: process.env.SITE_URL,
  trailingSlash: "ignore",
  // Styles are a file, so that the policy can forbid all that is written into a page.
  build: { format: "directory", inlineStylesheets: "never", concurrency: 4 },
  // The site sends pictures in all sizes; nothing here is drawn anew.
  image: { service: passthroughImageService() },
  devToolbar: { enabled: false },
});

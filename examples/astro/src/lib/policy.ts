/** What a browser may load: what comes from here, and no script at all. */
export const POLICY = import.meta.env.DEV
  ? undefined
  : "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'";

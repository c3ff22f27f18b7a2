declare namespace App {
  interface Locals {
    /** How this page's addresses are written: see lib/addresses.ts. */
    addresses: import("./lib/addresses").Addresses;
  }
}

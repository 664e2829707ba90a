// Asks Adobe's validator about the data of pages: node structured.mjs ITS-INDEX-JS < pages.json
// Reads objects by type by page, and writes what it says of each page. Without the vocabulary, which the tests hold.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: Validator } = await import(pathToFileURL(process.argv[2]));
const said = {};
for (const [address, jsonld] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const issues = await new Validator().validate({ jsonld });
  said[address] = issues.map(({ severity, rootType, issueMessage }) => ({ severity, rootType, issueMessage }));
}
process.stdout.write(JSON.stringify(said));

// A description without what Prism 5.14.2 cannot take, as JSON: node described.mjs FILE
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import yaml from "js-yaml";

// By file: where, and why.
const leftOut = {
  "93-catalogue.yaml": [
    [["components", "schemas", "Common", "required", 0], "a `readOnly` property is required in requests too"],
  ],
  "94-parameters-echoed.yaml": [
    [["paths", "/simple/{number}/{text}/{array}/{object}"], "a comma in a path ends the process"],
    [["paths", "/label/{number}/{array}/{object}"], "so it does here, and the point is part of the value"],
    [["paths", "/matrix/{number}/{array}/{object}"], "so it does here"],
  ],
  "96-representations.yaml": [
    [["paths", "/report", "get", "responses", "200", "headers", "X-Columns"], "an array in a header of a response ends the process"],
    [["paths", "/report", "get", "responses", "200", "headers", "X-Shape"], "so does an object"],
    [["components", "schemas", "Report", "properties", "rows", "items", "prefixItems"], "`items` is applied to first items too"],
    [["components", "schemas", "Report", "properties", "rows", "items", "items"], "`items` is applied to first items too"],
    [["paths", "/lines"], "there is no mock of JSON Lines"],
  ],
  "97-guarded.yaml": [
    [["components", "schemas", "Tuple", "prefixItems"], "`items` is applied to first items too"],
    [["components", "schemas", "Tuple", "items"], "`items` is applied to first items too"],
  ],
};

const file = process.argv[2];
const description = yaml.load(readFileSync(file, "utf8"));
for (const [path] of leftOut[basename(file)] ?? []) {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce((node, key) => node?.[key], description);
  if (parent?.[last] === undefined) throw new Error(`there is no ${path.join("/")}`);
  if (Array.isArray(parent)) parent.splice(last, 1);
  else delete parent[last];
}
console.log(JSON.stringify(description));

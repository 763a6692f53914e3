// A description with the texts of `tests/hostile/payloads.txt` wherever a text may stand.

import { readFileSync } from 'node:fs';

/** A reference to a component; half of a surrogate pair cannot stand in one. */
function reference(name) {
  const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
  return name.isWellFormed() ? `#/components/schemas/${encodeURIComponent(step)}` : name;
}

const MARKUP = [
  '<script>evil()</script>', '<img src=x onerror=evil()>', '"><svg onload=evil()>', "javascript:evil()",
  '[a](javascript:evil())', '[a](data:text/html,<script>evil()</script>)', '[a](  javascript:evil())',
  '![a](https://outside.example/a.png)', '[a](https://outside.example/ "onclick=evil()")', '<https://outside.example/>',
  '</title><script>evil()</script>', '</script><script>evil()</script>', '{{constructor.constructor("evil()")()}}',
  '<style>@import "https://outside.example"</style>', '<base href="https://outside.example">', '`<b onmouseover=evil()>`',
  '__proto__', 'constructor', 'toString', '\u202e evil', '*'.repeat(5000), '['.repeat(5000), '`'.repeat(5001),
];

function payloads() {
  const lines = readFileSync(new URL('../../hostile/payloads.txt', import.meta.url), 'utf8').split('\n');
  const found = lines.map((line) => /^[^#[][^:]*: (".*")( \* (\d+))?$/.exec(line)).filter((it) => it);
  return [...MARKUP, ...found.map(([, json, , times]) => JSON.parse(json).repeat(Math.min(Number(times ?? 1), 1000)))];
}

export function hostile() {
  const texts = [...new Set(payloads())];
  const paths = {};
  // An object in which `__proto__` is a key like others.
  const schemas = Object.create(null);
  const securitySchemes = {};
  texts.forEach((text, index) => {
    const schema = {
      title: text, description: text, type: 'object', required: [text], default: text, example: text,
      properties: { [text]: { type: 'string', pattern: text, enum: [text], format: text, description: text }, nested: { type: 'object', properties: { [text]: { $ref: text } } } },
      additionalProperties: { type: text }, discriminator: { propertyName: text, mapping: { [text]: text } }, [`x-${text}`]: text, externalDocs: { url: text },
    };
    Object.defineProperty(schemas, text, { value: schema, enumerable: true, configurable: true });
    securitySchemes[`s${index}`] = { type: 'apiKey', in: 'header', name: text, description: text };
    const place = ['query', 'header', 'cookie'][index % 3];
    const operation = {
      operationId: text, summary: text, description: text, tags: [text], externalDocs: { url: text, description: text },
      parameters: [{ name: text, in: place, description: text, schema, example: text }],
      requestBody: { description: text, content: { [text]: { schema: { $ref: reference(text) } }, 'application/json': { schema, example: text } } },
      responses: { [text]: { description: text, headers: { [text]: { description: text, schema } }, content: { [text]: { schema, examples: { [text]: { value: text } } } } } },
      security: [{ [`s${index}`]: [text] }, { [text]: [text] }],
    };
    paths[`/${index}/${text}`] = { post: operation };
  });
  const [first] = texts;
  return {
    openapi: '3.1.0',
    info: { title: first, version: first, description: texts.join('\n\n'), contact: { url: first }, license: { name: first, url: 'javascript:evil()' } },
    servers: [{ url: 'https://outside.example/' }],
    tags: texts.map((name) => ({ name })),
    paths,
    components: { schemas, securitySchemes },
  };
}

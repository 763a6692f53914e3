// The addresses and cookies of the requests that the page makes from what was entered, without a browser.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import vm from 'node:vm';

const folder = new URL('../../../generator/src/runtime/server/', import.meta.url);
const context = vm.createContext({ URL });
for (const name of ['text', 'model', 'schema', 'request']) {
  vm.runInContext(fs.readFileSync(new URL(`explorer_${name}.js`, folder), 'utf8'), context);
}
const requestOf = vm.runInContext('requestOf', context);

/** The path with the query, and the cookies, of a request with one parameter. */
function made(version, parameter, entered) {
  const model = { root: { openapi: version }, schemes: new Map() };
  const path = parameter.in === 'path' ? '/{p}' : '/';
  const details = { parameters: [{ name: 'p', ...parameter }], servers: [], responses: [] };
  const texts = new Map([[details.parameters[0], entered]]);
  const base = new URL('http://host/');
  const { url, cookies } = requestOf(model, { path, method: 'GET' }, details, { base, texts });
  return url.slice('http://host'.length) + cookies.map((pair) => ` ${pair.join('=')}`).join('');
}

const list = { type: 'array' };
const allowReserved = true;
for (const [version, parameter, entered, expected] of [
  // `allowReserved` keeps what ends neither the value nor what it stands in, in paths and cookies since 3.2.
  ['3.2.0', { in: 'path', allowReserved }, 'a/b:c@,;=?#[x]%é', '/a%2Fb:c@,;=%3F%23%5Bx%5D%25%C3%A9'],
  ['3.1.0', { in: 'path', allowReserved }, 'b:c@', '/b%3Ac%40'],
  ['3.2.0', { in: 'path' }, 'b:c@', '/b%3Ac%40'],
  ['3.0.0', { in: 'query', allowReserved }, 'a/b?:@,&+=#%20', '/?p=a/b?:@,%26%2B=%23%2520'],
  ['3.2.0', { in: 'cookie', allowReserved }, 'a/b:c;d,e', '/ p=a/b:c%3Bd%2Ce'],
  ['3.1.0', { in: 'cookie', allowReserved }, 'a/b', '/ p=a%2Fb'],
  // A delimiter in an item is no delimiter.
  ['3.2.0', { in: 'path', allowReserved, schema: list }, 'a,b\nc:@', '/a%2Cb,c:@'],
  ['3.0.0', { in: 'query', allowReserved, explode: false, schema: list }, 'a,b/\nc', '/?p=a%2Cb/,c'],
  ['3.0.0', { in: 'query', allowReserved, schema: { type: 'object' } }, '{"a:":"b/,","c":1}', '/?a%3A=b/,&c=1'],
  // Neither JSON nor a cookie as it is has anything reserved.
  ['3.2.0', { in: 'query', allowReserved, content: {} }, '{"a":"/"}', '/?p=%7B%22a%22%3A%22%2F%22%7D'],
  ['3.2.0', { in: 'cookie', style: 'cookie' }, 'a/b%', '/ p=a/b%'],
]) {
  assert.equal(made(version, parameter, entered), expected, JSON.stringify([version, parameter, entered]));
}
console.log('requests: ok');
